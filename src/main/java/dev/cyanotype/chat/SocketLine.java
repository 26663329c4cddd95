package dev.cyanotype.chat;

import dev.cyanotype.streaming.StallWatch;
import dev.cyanotype.streaming.Uptake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The wire of one WebSocket: writes text frames to the connection's own pipeline, where many of
/// them leave in one system call and where it is seen whether the client reads. Belongs to the
/// connection's event loop.
final class SocketLine {

  static final WebSocketCloseStatus NO_BINARY =
      new WebSocketCloseStatus(1003, "Send text frames with JSON.");
  static final WebSocketCloseStatus FLOODED =
      new WebSocketCloseStatus(1008, "Read what is answered before you send more.");
  static final WebSocketCloseStatus FAULT =
      new WebSocketCloseStatus(1011, "Something went wrong here.");
  static final WebSocketCloseStatus GOING_AWAY =
      new WebSocketCloseStatus(1001, "The service is going down.");

  /// The name under which Vert.x has its own handler in each pipeline.
  private static final String VERTX = "handler";

  private static final int MAX_WAITING_BYTES = 256 * 1024;

  /// For the client to close the connection itself, once it was told to.
  private static final long CLOSING_MILLIS = 1000;

  private final Channel channel;
  private final WebSocketConnection connection;
  /// Behind Vert.x' handler, which would make a close wait for the client's.
  private final ChannelHandlerContext pipeline;
  private final ChannelPromise unheeded;
  private final Uptake uptake;
  private final StallWatch stall;
  private boolean closing;

  /// @param stallTimeout for which the client may take nothing of what waits; 0 for no bound
  SocketLine(Channel channel, WebSocketConnection connection, Duration stallTimeout) {
    this.channel = channel;
    this.connection = connection;
    this.pipeline = channel.pipeline().context(VERTX);
    this.unheeded = new VoidChannelPromise(channel, false);
    this.uptake = new Uptake(channel);
    this.stall = new StallWatch(stallTimeout.toNanos());
  }

  /// Watches over the connection: whether its client is there, reads, and sends UTF-8.
  void start(Duration pingInterval, SocketChats socket) {
    long patience = 2 * pingInterval.toMillis();
    channel
        .pipeline()
        .addFirst(uptake, new IdleStateHandler(patience, 0, 0, TimeUnit.MILLISECONDS))
        .addBefore(VERTX, null, new Utf8FrameValidator(false))
        .addBefore(VERTX, null, new SocketWatch(socket));
    stall.start(loop(), this::isStalled, socket::stalled);
    channel
        .closeFuture()
        .addListener(
            _ -> {
              stall.stop();
              socket.lost();
            });
  }

  private boolean isStalled() {
    return stall.isStalled(uptake.taken(), uptake.waiting() > 0);
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  boolean isFull() {
    return !channel.isWritable();
  }

  /// Whether so much waits for a client that does not read that no more may be answered to it.
  boolean isFlooded() {
    return channel.bytesBeforeWritable() > MAX_WAITING_BYTES;
  }

  /// Writes one frame, without [#flush].
  void write(CharSequence text) {
    if (channel.isActive()) {
      ByteBuf bytes = channel.alloc().buffer(text.length() + text.length() / 8);
      ByteBufUtil.writeUtf8(bytes, text);
      pipeline.write(new TextWebSocketFrame(bytes), unheeded);
    }
  }

  void flush() {
    pipeline.flush();
  }

  /// Says why, and hangs up on a client that does not answer that.
  void close(WebSocketCloseStatus status) {
    if (closing || connection.isClosed()) {
      return;
    }
    closing = true;
    connection
        .close(new CloseReason(status.code(), status.reasonText()))
        .subscribe()
        .with(_ -> {}, _ -> {});
    var hangUp = loop().schedule(() -> pipeline.close(), CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> hangUp.cancel(false));
  }

  /// Hangs up with a reset, so that nothing is kept for a client that takes nothing.
  void reset() {
    closing = true;
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    pipeline.close();
  }

  boolean isClosing() {
    return closing;
  }
}
