package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.Impatient;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Models that are silent, and clients that read slowly or not at all.
@QuarkusTest
@TestProfile(Impatient.class)
@WithTestResource(TestingUpstream.class)
class SlowClientTest {

  private static final String BEAT = ": keep-alive\n\n";
  private static final String CHAT = "/api/v1/conversation/chat-stream";

  /// What the buffers of two connections of the operating system may hold, and no more.
  private static final long BOUND = 16L * 1024 * 1024;

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  /// Asks for 100 MB over a connection for which the system keeps little.
  private SseClient flood() throws IOException {
    byte[] body = "{\"message\":\"scenario:flood\"}".getBytes(StandardCharsets.US_ASCII);
    SseClient client = SseClient.connect(base, 64 * 1024);
    client.send(SseClient.head("POST", CHAT, body.length));
    client.send(body);
    client.readUntil("\"intent\"");
    return client;
  }

  @Test
  void silenceIsFilledFromBeforeTheFirstToken() throws IOException {
    JsonObject request = new JsonObject().put("message", "scenario:never").put("provider", "brief");
    try (SseClient client = SseClient.post(base, CHAT, request)) {
      String body = client.readToEnd();

      assertThat(body.indexOf(BEAT)).isPositive().isLessThan(body.indexOf("\"error\""));
      assertThat(body.split("\n\n"))
          .allMatch(event -> event.startsWith("data: {") || event.equals(": keep-alive"));
    }
  }

  @Test
  void busyStreamHasNoHeartbeats() throws IOException {
    try (SseClient client = SseClient.chat(base, "slow")) {
      client.readUntil("first");
      client.readBytes(4000); // a second at least, for which silence would have five

      assertThat(client.read().split("keep-alive", -1)).hasSizeLessThan(4);
    }
  }

  @Test
  void clientThatStopsReadingIsCutAndBoundedUntilThen() throws IOException {
    double stalled = SseClient.metric("cyanotype_streams_total{outcome=\"stalled\"}");
    double dropped = SseClient.metric("cyanotype_streams_dropped_bytes_total");
    try (SseClient client = flood()) {
      await()
          .until(
              () ->
                  SseClient.metric("cyanotype_streams_total{outcome=\"stalled\"}") == stalled + 1);

      assertThat(TestingUpstream.FLOODED.get()).isLessThan(BOUND);
      assertThat(SseClient.metric("cyanotype_streams_dropped_bytes_total")).isGreaterThan(dropped);
      await().until(() -> TestingUpstream.OPEN.get() == 0);
      InputStream rest = client.socket().getInputStream();
      assertThatThrownBy(rest::readAllBytes).as("a reset").isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientThatReadsSlowlyButSteadilyIsNotCut() throws IOException {
    double stalled = SseClient.metric("cyanotype_streams_total{outcome=\"stalled\"}");
    try (SseClient client = flood()) {
      InputStream in = client.socket().getInputStream();
      long begun = System.nanoTime();
      byte[] part = new byte[16 * 1024];

      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(40))
          .until(
              () -> {
                assertThat(in.readNBytes(part, 0, part.length)).isEqualTo(part.length);
                return System.nanoTime() - begun > Duration.ofMillis(2500).toNanos();
              });
    }
    assertThat(TestingUpstream.FLOODED.get()).isLessThan(BOUND);
    assertThat(SseClient.metric("cyanotype_streams_total{outcome=\"stalled\"}")).isEqualTo(stalled);
  }
}
