package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.SseClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// WebSockets that give no sign of life, or ask too much. Each test is a caller of its own.
@QuarkusTest
@TestProfile(SocketLimitsTest.Impatient.class)
class SocketLimitsTest {

  public static class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "cyanotype.socket.ping-interval", "300ms",
          "cyanotype.ratelimit.requests-per-minute", "3",
          "quarkus.http.proxy.proxy-address-forwarding", "true");
    }
  }

  @TestHTTPResource URI base;

  @Test
  void clientThatGivesNoSignIsHungUpOn() throws IOException {
    try (SseClient client = SseClient.connect(base, 0)) {
      client.send(
          SseClient.head(
              "GET",
              "/ws/dead",
              0,
              "X-Forwarded-For: 192.0.2.1",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      client.readUntil("\r\n\r\n");

      byte[] read = client.socket().getInputStream().readAllBytes();
      assertThat(read).as("a ping").startsWith(0x89);
    }
  }

  @Test
  void clientThatAnswersStays() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    try (SocketClient client = open(vertx, "192.0.2.2")) {
      CountDownLatch pings = new CountDownLatch(5);
      client
          .socket()
          .frameHandler(
              frame -> {
                if (frame.isPing()) {
                  pings.countDown();
                }
              });

      assertThat(pings.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.socket().isClosed()).isFalse();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void messagesCountAsRequests() {
    Vertx vertx = Vertx.vertx();
    try (SocketClient client = open(vertx, "192.0.2.3")) {
      for (int i = 0; i < 2; i++) {
        client.send("{\"type\":\"chat\",\"message\":\"what is a cache?\"}");
        client.next("done");
      }
      client.send("{\"type\":\"chat\",\"message\":\"what is a cache?\"}");

      JsonObject refusal = client.next("error");
      assertThat(refusal.getInteger("status")).isEqualTo(429);
      assertThat(refusal.getString("error")).contains("3 requests a minute");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private SocketClient open(Vertx vertx, String address) {
    return SocketClient.open(
        vertx, SocketClient.options(base, "/ws/x").addHeader("X-Forwarded-For", address));
  }
}
