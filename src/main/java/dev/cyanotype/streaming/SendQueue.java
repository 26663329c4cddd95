package dev.cyanotype.streaming;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/// What waits in a connection for the operating system to take it. Belongs to its event loop.
///
/// The system takes more when about a third of its own buffer is free, so a client's progress is
/// seen in steps of that size (see [SendBuffer]). Over HTTP/2 many streams share a connection, and
/// nothing is seen of one of them.
public final class SendQueue {

  private final HttpServerResponse response;
  private final Channel channel;
  private final boolean isShared;

  public SendQueue(RoutingContext routing) {
    this.response = routing.response();
    this.channel = ((ConnectionBase) routing.request().connection()).channel();
    this.isShared = routing.request().version() == HttpVersion.HTTP_2;
  }

  /// Bytes; what was taken of a buffer that is half sent is counted off.
  public long bytes() {
    ChannelOutboundBuffer queue = isShared ? null : channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
  }

  /// Has `told` run once the client sends no more, where that does not end the connection.
  void whenInputEnds(Runnable told) {
    if (!isShared) {
      HalfClose.watch(channel, told);
    }
  }

  /// Breaks the response off. A connection that is its own is closed with a reset, so that neither
  /// the queue nor the system's buffer is kept for a client that takes nothing.
  public void reset() {
    if (isShared) {
      response.reset();
    } else {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
