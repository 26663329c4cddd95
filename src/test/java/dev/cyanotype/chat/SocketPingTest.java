package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.SseClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Signs of life that a WebSocket is asked for.
@QuarkusTest
@TestProfile(SocketPingTest.Impatient.class)
class SocketPingTest {

  public static class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cyanotype.socket.ping-interval", "300ms");
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
    try (SocketClient client = SocketClient.open(vertx, base, "alive")) {
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
}
