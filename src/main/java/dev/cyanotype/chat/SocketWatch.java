package dev.cyanotype.chat;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/// Tells when a WebSocket's connection takes more again, and closes it with the code of RFC 6455
/// for what it may not send: messages over [#MAX_BYTES], in one frame or several, text that is no
/// UTF-8, frames that are none. Vert.x would hang up without a word.
final class SocketWatch extends ChannelInboundHandlerAdapter {

  static final int MAX_BYTES = 64 * 1024;

  private static final WebSocketCloseStatus TOO_LARGE =
      new WebSocketCloseStatus(1009, "A message is at most " + MAX_BYTES + " bytes.");

  private final SocketChats socket;
  private long bytes;
  private boolean refused;

  SocketWatch(SocketChats socket) {
    this.socket = socket;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      socket.drained();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof WebSocketFrame frame && isTooLarge(frame)) {
      refuse(context, TOO_LARGE);
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private boolean isTooLarge(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame) {
      bytes = 0;
    }
    if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
      bytes += frame.content().readableBytes();
    }
    return bytes > MAX_BYTES;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof CorruptedWebSocketFrameException wrong) {
      refuse(context, wrong.closeStatus());
    } else {
      context.fireExceptionCaught(failure);
    }
  }

  private void refuse(ChannelHandlerContext context, WebSocketCloseStatus status) {
    if (!refused) {
      refused = true;
      socket.lost();
      ChannelFutureListener hangUp = _ -> context.close(); // not Vert.x, which would wait
      context.writeAndFlush(new CloseWebSocketFrame(status)).addListener(hangUp);
    }
  }
}
