package dev.cyanotype.chat;

import dev.cyanotype.conversation.Chats;
import dev.cyanotype.ratelimit.RateLimits;
import dev.cyanotype.streaming.StreamingConfig;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Chats over a WebSocket (RFC 6455); see [SocketChats].
@Singleton
@WebSocket(path = "/ws/{client_id}")
public class ChatSocket {

  private static final Logger LOG = Logger.getLogger(ChatSocket.class);
  private static final TypedKey<SocketChats> CHATS = new TypedKey<>(SocketChats.class.getName());

  private final RateLimits limits;
  private final Chats chats;
  private final Frames frames;
  private final OpenSockets open;
  private final SocketConfig config;
  private final StreamingConfig streaming;

  ChatSocket(
      RateLimits limits,
      Chats chats,
      Frames frames,
      OpenSockets open,
      SocketConfig config,
      StreamingConfig streaming) {
    this.limits = limits;
    this.chats = chats;
    this.frames = frames;
    this.open = open;
    this.config = config;
    this.streaming = streaming;
  }

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection connection) {
    Handshakes.Peer peer = connection.userData().get(Handshakes.PEER);
    SocketLine line = new SocketLine(peer.channel(), connection, streaming.stallTimeout());
    SocketChats socket = new SocketChats(peer.caller(), limits, chats, frames, line);
    connection.userData().put(CHATS, socket);
    line.start(config.pingInterval(), socket);
    open.add(socket, peer.channel());
  }

  @OnTextMessage
  @NonBlocking
  void received(String text, WebSocketConnection connection) {
    connection.userData().get(CHATS).receive(text);
  }

  @OnBinaryMessage
  @NonBlocking
  void received(Buffer bytes, WebSocketConnection connection) {
    connection.userData().get(CHATS).close(SocketLine.NO_BINARY);
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    SocketChats socket = connection.userData().get(CHATS);
    if (failure instanceof HttpClosedException || socket.isClosing()) {
      LOG.debug("A WebSocket was lost", failure);
    } else {
      LOG.error("A WebSocket failed", failure);
      socket.close(SocketLine.FAULT);
    }
  }
}
