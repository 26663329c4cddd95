package dev.cyanotype.chat;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients of texts and of WebSockets that read nothing, or little at a time.
@QuarkusTest
@TestProfile(Impatient.class)
@WithTestResource(TestingUpstream.class)
class StalledClientTest {

  private static final String STALLED = "cyanotype_streams_total{outcome=\"stalled\"}";
  private static final String FLOOD = "{\"type\":\"chat\",\"message\":\"scenario:flood\"}";
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};
  private static final int RECEIVE_BUFFER = 64 * 1024;

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
    await().until(() -> SseClient.metric("cyanotype_sockets_open") == 0);
  }

  private SseClient text() throws IOException {
    byte[] body = "{\"message\":\"scenario:flood\"}".getBytes(StandardCharsets.US_ASCII);
    SseClient client = SseClient.connect(base, RECEIVE_BUFFER);
    client.send(SseClient.head("POST", "/chat/stream-simple", body.length));
    client.send(body);
    client.readUntil("\r\n\r\n");
    return client;
  }

  private SseClient socket() throws IOException {
    SseClient client = SseClient.connect(base, RECEIVE_BUFFER);
    client.send(
        SseClient.head(
            "GET",
            "/ws/stalled",
            0,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    client.readUntil("\r\n\r\n");
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | FLOOD.length());
    frame.writeBytes(new byte[4]);
    frame.writeBytes(FLOOD.getBytes(StandardCharsets.US_ASCII));
    client.send(frame.toByteArray());
    client.readUntil("\"text\"");
    return client;
  }

  @Test
  void textThatIsNotReadIsCut() throws IOException {
    double stalled = SseClient.metric(STALLED);
    try (SseClient client = text()) {
      await().until(() -> SseClient.metric(STALLED) == stalled + 1);

      await().until(() -> TestingUpstream.OPEN.get() == 0);
      InputStream rest = client.socket().getInputStream();
      assertThatThrownBy(rest::readAllBytes).as("a reset").isInstanceOf(SocketException.class);
    }
  }

  @Test
  void socketThatIsNotReadIsCutThoughItGivesSignsOfLife() throws IOException {
    double stalled = SseClient.metric(STALLED);
    try (SseClient client = socket()) {
      await()
          .until(
              () -> {
                giveSign(client);
                return SseClient.metric(STALLED) == stalled + 1;
              });

      await().until(() -> TestingUpstream.OPEN.get() == 0);
      await().until(() -> SseClient.metric("cyanotype_sockets_open") == 0);
    }
  }

  private static void giveSign(SseClient client) {
    try {
      client.send(PONG);
    } catch (IOException _) {
      // it was cut
    }
  }

  @Test
  void clientsThatReadSlowlyButSteadilyAreNotCut() throws IOException {
    double stalled = SseClient.metric(STALLED);
    try (SseClient text = text();
        SseClient socket = socket()) {
      long begun = System.nanoTime();
      byte[] part = new byte[16 * 1024];

      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(40))
          .until(
              () -> {
                for (SseClient client : new SseClient[] {text, socket}) {
                  InputStream in = client.socket().getInputStream();
                  assertThat(in.readNBytes(part, 0, part.length)).isEqualTo(part.length);
                }
                giveSign(socket);
                return System.nanoTime() - begun > Duration.ofMillis(2500).toNanos();
              });
      assertThat(SseClient.metric(STALLED)).isEqualTo(stalled);
    }
  }
}
