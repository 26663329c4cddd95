package dev.cyanotype.chat;

import dev.cyanotype.conversation.ChatRequest;
import dev.cyanotype.conversation.Chats;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.ratelimit.Admission;
import dev.cyanotype.ratelimit.RateLimits;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.Ending;
import dev.cyanotype.streaming.LiveStream;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import org.jboss.logging.Logger;

/// The chats of one WebSocket, one at a time. Everything happens on its connection's event loop.
///
/// A frame that is refused leaves the chat that runs alone, and the socket open.
final class SocketChats {

  private static final Logger LOG = Logger.getLogger(SocketChats.class);
  private static final String OPERATION = "ws-chat";
  private static final String CANCELLED = "{\"type\":\"cancelled\"}";

  private final Caller caller;
  private final RateLimits limits;
  private final Chats chats;
  private final Frames frames;
  private final SocketLine line;

  private SocketChat running;
  private boolean goingAway;

  SocketChats(Caller caller, RateLimits limits, Chats chats, Frames frames, SocketLine line) {
    this.caller = caller;
    this.limits = limits;
    this.chats = chats;
    this.frames = frames;
    this.line = line;
  }

  void receive(String text) {
    try {
      switch (frames.read(text)) {
        case ClientFrame.Chat(ChatRequest request) -> chat(request);
        case ClientFrame.Cancel() -> cancel();
      }
    } catch (ProblemException refusal) {
      refuse(refusal);
    } catch (RuntimeException fault) {
      LOG.error("A WebSocket's frame failed", fault);
      refuse(ProblemException.unexpected());
    }
  }

  private void chat(ChatRequest request) {
    if (running != null) {
      throw ProblemException.conflict(
          "A chat is running on this socket; cancel it, or wait for its end.");
    }
    count();
    LiveStream stream = chats.stream(request, caller, OPERATION);
    running = new SocketChat(stream, frames, line, this::ended);
    running.start();
  }

  /// A message counts as a request; the socket's own slot stands for its one chat at a time.
  private void count() {
    if (limits.admitWithoutSlot(caller) instanceof Admission.Refused refused) {
      throw ProblemException.tooManyRequests(
          refused.detail(), Duration.ofSeconds(refused.retryAfterSeconds()));
    }
  }

  /// Where nothing runs, it is cancelled already: the chat may have ended meanwhile.
  private void cancel() {
    if (running == null) {
      answer(CANCELLED);
    } else {
      running.cancel();
    }
  }

  private void refuse(ProblemException refusal) {
    StringBuilder frame = new StringBuilder();
    frames.appendRefusal(refusal, frame);
    answer(frame);
  }

  private void answer(CharSequence frame) {
    if (line.isFlooded()) {
      close(SocketLine.FLOODED);
    } else {
      line.write(frame);
      line.flush();
    }
  }

  private void ended() {
    running = null;
    if (goingAway) {
      close(SocketLine.GOING_AWAY);
    }
  }

  void drained() {
    if (running != null) {
      running.askForMore();
    }
  }

  void lost() {
    leave(Ending.DISCONNECTED);
  }

  /// Cuts off a client that takes nothing of what waits for it.
  void stalled() {
    leave(Ending.STALLED);
    line.reset();
  }

  private void leave(Ending why) {
    if (running != null) {
      running.leave(why);
      running = null;
    }
  }

  /// Ends what runs, and closes the socket.
  void close(WebSocketCloseStatus status) {
    lost();
    line.close(status);
  }

  boolean isClosing() {
    return line.isClosing();
  }

  /// Closes the socket when its chat has ended. May be called from any thread.
  void goAway() {
    line.loop()
        .execute(
            () -> {
              goingAway = true;
              if (running == null) {
                close(SocketLine.GOING_AWAY);
              }
            });
  }
}
