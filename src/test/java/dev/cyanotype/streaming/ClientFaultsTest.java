package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.RawHttp;
import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that go, come in crowds, or speak as few do. None of them costs more than itself, and
/// none of them is a warning in the log.
@QuarkusTest
@TestProfile(TightBounds.class)
@WithTestResource(TestingUpstream.class)
class ClientFaultsTest {

  private static final String CHAT = "/api/v1/conversation/chat-stream";
  private static final byte[] BODY =
      "{\"message\":\"scenario:slow\"}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HELLO =
      "{\"message\":\"scenario:hello\"}".getBytes(StandardCharsets.US_ASCII);

  /// What is logged from warnings on.
  private static final class Warnings extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(entry.getLoggerName() + ": " + entry.getMessage());
      }
    }

    synchronized List<String> messages() {
      return List.copyOf(messages);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @TestHTTPResource URI base;

  private final Warnings warnings = new Warnings();

  @BeforeEach
  void listen() {
    LogManager.getLogManager().getLogger("").addHandler(warnings);
  }

  @AfterEach
  void nothingIsLeftOpenAndNothingIsLogged() {
    SseClient.awaitNothingOpen(Duration.ofMillis(100));
    LogManager.getLogManager().getLogger("").removeHandler(warnings);
    assertThat(warnings.messages()).isEmpty();
    assertThat(
            SseBody.post(base.resolve(CHAT), new String(HELLO, StandardCharsets.US_ASCII)).done())
        .as("the next request works")
        .isEqualTo("complete");
  }

  private static void reset(SseClient client) throws IOException {
    client.socket().setSoLinger(true, 0);
    client.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatEndsInTheMiddleOfItsRequestIsLetGo(boolean abruptly) throws IOException {
    SseClient client = SseClient.connect(base, 0);
    client.send(SseClient.head("POST", CHAT, BODY.length));
    client.send("{\"mess".getBytes(StandardCharsets.US_ASCII));

    if (abruptly) {
      reset(client);
    } else {
      client.socket().shutdownOutput();
      assertThat(client.socket().getInputStream().readAllBytes()).as("hung up on").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatGoesRightBehindItsRequestLeavesNothing(boolean abruptly) throws IOException {
    SseClient client = SseClient.chat(base, "slow");

    if (abruptly) {
      reset(client);
    }
    client.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatGoesWhileItIsAnsweredLeavesNothing(boolean abruptly) throws IOException {
    SseClient client = SseClient.chat(base, "slow");
    client.readUntil("first");
    assertThat(TestingUpstream.OPEN.get()).isEqualTo(1);

    if (abruptly) {
      reset(client);
    }
    client.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
  }

  @Test
  void clientThatGoesAfterItsAnswerLeavesNothing() throws IOException {
    SseClient client = SseClient.chat(base, "hello");
    client.readToEnd();

    reset(client);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientThatEndsItsSideGetsItsWholeAnswer(boolean atOnce) throws IOException {
    try (SseClient client = SseClient.chat(base, "bytewise")) {
      if (!atOnce) {
        client.readUntil("\"intent\"");
      }
      client.socket().shutdownOutput();

      assertThat(client.readToEnd())
          .endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
      assertThat(client.socket().getInputStream().read()).as("closed behind it").isEqualTo(-1);
    }
  }

  @Test
  void connectionIsUsedAgain() throws IOException {
    try (SseClient client = SseClient.chat(base, "hello")) {
      client.readToEnd();
      client.send(SseClient.head("POST", CHAT, HELLO.length));
      client.send(HELLO);

      client.readUntil("\r\n0\r\n\r\nHTTP/1.1 200 OK");
    }
  }

  @Test
  void abortedStreamsGiveTheirPlacesBack() throws IOException {
    List<SseClient> clients = new ArrayList<>();
    for (int i = 0; i < TightBounds.MAX_LIVE; i++) {
      clients.add(SseClient.chat(base, "slow"));
      clients.getLast().readUntil("first");
    }
    int calls = TestingUpstream.CALLS.size();
    try (SseClient refused = SseClient.chat(base, "slow")) {
      String answer = refused.readUntil("request_id");
      assertThat(answer)
          .startsWith("HTTP/1.1 503")
          .contains("application/problem+json", "Retry-After: ", "too many streams");
      assertThat(TestingUpstream.CALLS).as("nothing was asked of the model").hasSize(calls);
    }

    for (SseClient client : clients) {
      reset(client);
    }

    SseClient.awaitNothingOpen();
    try (SseClient next = SseClient.chat(base, "hello")) {
      assertThat(next.readUntil("\r\n")).isEqualTo("HTTP/1.1 200 OK\r\n");
      next.readToEnd();
    }
  }

  @Test
  void twoThousandIdleConnectionsDoNotKeepOthersOut() throws IOException {
    List<SseClient> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 2000; i++) {
        crowd.add(SseClient.connect(base, 0));
      }
      try (SseClient client = SseClient.chat(base, "hello")) {
        assertThat(client.readToEnd()).contains("\"complete\"");
      }
    } finally {
      for (SseClient one : crowd) {
        one.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void endOfAStreamOverHttp10IsTheEndOfItsConnection(String header) throws IOException {
    try (SseClient client = SseClient.connect(base, 0)) {
      client.send(
          ("POST "
                  + CHAT
                  + " HTTP/1.0\r\n"
                  + header
                  + "Content-Type: application/json\r\nContent-Length: "
                  + HELLO.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      client.send(HELLO);

      String answer =
          new String(client.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
          .doesNotContain("keep-alive", "chunked");
      assertThat(answer).endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
    }
  }

  @Test
  void eventsArriveOneByOneWhateverEncodingTheClientAccepts() throws IOException {
    try (SseClient client = SseClient.chat(base, "slow", "Accept-Encoding: gzip, deflate, br")) {
      client.readUntil("\"first\"");
      assertThat(TestingUpstream.OPEN.get()).as("the model still answers").isEqualTo(1);
      assertThat(client.header("Content-Encoding")).isEmpty();
    }
  }

  @Test
  void messageOfTenMegabytesIsRefusedInWords() {
    byte[] message = ("{\"message\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}").getBytes();

    RawHttp.Answer answer =
        new RawHttp(base).send("POST", CHAT, List.of("Content-Type: application/json"), message);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void headersLeaveBeforeTheFirstToken() throws IOException {
    try (SseClient client = SseClient.chat(base, "never")) {
      assertThat(client.header("Content-Type")).hasValue("text/event-stream");
      assertThat(RestAssured.get("/api/v1/streams").asString()).contains(client.streamId());
    }
  }
}
