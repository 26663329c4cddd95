package dev.cyanotype.chat;

import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.StreamEvent;
import org.jboss.logging.Logger;

/// One chat on a WebSocket: each event a frame, the first one with the stream's id.
final class SocketChat extends EventReader {

  private static final Logger LOG = Logger.getLogger(SocketChat.class);

  private final LiveStream stream;
  private final Frames frames;
  private final SocketLine line;
  private final Runnable ended;
  private final StringBuilder frame = new StringBuilder();
  private boolean begun;

  SocketChat(LiveStream stream, Frames frames, SocketLine line, Runnable ended) {
    super(line.loop());
    this.stream = stream;
    this.frames = frames;
    this.line = line;
    this.ended = ended;
  }

  void start() {
    read(stream.events());
  }

  void cancel() {
    stream.cancel();
  }

  @Override
  boolean isFull() {
    return line.isFull();
  }

  @Override
  void take(StreamEvent event) {
    frame.setLength(0);
    if (frames.append(event, frame)) {
      if (!begun) {
        begun = true;
        frames.addStreamId(stream.id(), frame);
      }
      line.write(frame);
      flushSoon();
    }
  }

  @Override
  void flush() {
    line.flush();
  }

  @Override
  void complete() {
    line.flush();
    ended.run();
  }

  @Override
  void fail(Throwable failure) {
    LOG.error("A stream failed without an error event", failure);
    line.close(SocketLine.FAULT);
    ended.run();
  }
}
