package dev.cyanotype.streaming;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Lets a stream write event after event without a system call for each.
///
/// The server's writer sends one event, waits until it is written, and asks for the next. Here a
/// write is acknowledged at once while the channel is writable, and all that is written in one turn
/// of the event loop is flushed at its end. Once the channel is not writable, a write is
/// acknowledged only when the socket has taken it: nothing more is asked for until then, and the
/// reading of the model's answer stops.
final class CoalescedWrites extends ChannelDuplexHandler {

  private boolean flushIsDue;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (promise.isVoid() || !context.channel().isWritable()) {
      context.write(message, promise);
    } else {
      context.write(message);
      promise.trySuccess();
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    if (!flushIsDue) {
      flushIsDue = true;
      context.executor().execute(() -> flushNow(context));
    }
  }

  /// What was acknowledged must leave before the connection is closed.
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    flushNow(context);
    context.close(promise);
  }

  private void flushNow(ChannelHandlerContext context) {
    flushIsDue = false;
    context.flush();
  }
}
