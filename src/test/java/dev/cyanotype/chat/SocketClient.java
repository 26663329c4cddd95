package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A WebSocket from outside, whose frames wait until a test asks for them.
final class SocketClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final WebSocket socket;
  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();

  private SocketClient(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
  }

  static WebSocketConnectOptions options(URI base, String path) {
    return new WebSocketConnectOptions()
        .setHost(base.getHost())
        .setPort(base.getPort())
        .setURI(path);
  }

  static SocketClient open(Vertx vertx, URI base, String clientId) {
    return open(vertx, options(base, "/ws/" + clientId));
  }

  static SocketClient open(Vertx vertx, WebSocketConnectOptions options) {
    WebSocketClient client = vertx.createWebSocketClient();
    return new SocketClient(
        client.connect(options).toCompletionStage().toCompletableFuture().join());
  }

  /// The status with which the handshake is refused.
  static int refusal(Vertx vertx, WebSocketConnectOptions options) {
    try (SocketClient _ = open(vertx, options)) {
      throw new AssertionError("the socket was opened");
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(UpgradeRejectedException.class);
      return ((UpgradeRejectedException) e.getCause()).getStatus();
    }
  }

  void chat(String scenario) {
    send(new JsonObject().put("type", "chat").put("message", "scenario:" + scenario).encode());
  }

  void cancel() {
    send("{\"type\":\"cancel\"}");
  }

  void send(String text) {
    socket.writeTextMessage(text).toCompletionStage().toCompletableFuture().join();
  }

  void sendBinary(String bytes) {
    socket.writeBinaryMessage(Buffer.buffer(bytes));
  }

  WebSocket socket() {
    return socket;
  }

  JsonObject next() {
    try {
      JsonObject frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(frame).as("no frame came").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Passes over other frames.
  JsonObject next(String type) {
    return until(type).getLast();
  }

  /// All frames up to and with the first one of this type.
  List<JsonObject> until(String type) {
    List<JsonObject> read = new ArrayList<>();
    do {
      read.add(next());
    } while (!read.getLast().getString("type").equals(type));
    return read;
  }

  static List<String> types(List<JsonObject> frames) {
    return frames.stream().map(frame -> frame.getString("type")).toList();
  }

  static String text(List<JsonObject> frames) {
    return frames.stream()
        .filter(frame -> frame.getString("type").equals("text"))
        .map(frame -> frame.getString("content"))
        .collect(Collectors.joining());
  }

  /// The code with which the service closes the socket.
  int closeCode() {
    await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(socket::isClosed);
    return socket.closeStatusCode();
  }

  @Override
  public void close() {
    if (!socket.isClosed()) {
      socket.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
