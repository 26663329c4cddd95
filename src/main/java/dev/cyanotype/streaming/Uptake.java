package dev.cyanotype.streaming;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/// Counts what the operating system takes of a connection's bytes, whoever writes them. Stands
/// first in the pipeline, and belongs to its event loop.
public final class Uptake extends ChannelOutboundHandlerAdapter {

  private final Channel channel;
  private long queued;

  public Uptake(Channel channel) {
    this.channel = channel;
  }

  /// What each write adds is measured, since a queue counts some bytes of its own for each.
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    long before = total();
    context.write(message, promise);
    queued += total() - before;
  }

  private long total() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  /// Bytes that wait; what was taken of a buffer that is half sent is counted off.
  public long waiting() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
  }

  /// Bytes that were taken since this began to count.
  public long taken() {
    return queued - waiting();
  }
}
