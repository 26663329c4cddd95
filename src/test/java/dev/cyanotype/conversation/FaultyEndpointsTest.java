package dev.cyanotype.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Retries, circuit breakers, time-outs and bounds, and what a request may ask of whom.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class FaultyEndpointsTest {

  private static final String STREAM = "/api/v1/conversation/chat-stream";

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private static JsonObject body(String provider, String message) {
    return new JsonObject().put("message", message).put("provider", provider);
  }

  private SseBody chat(String provider, String message) {
    return SseBody.post(base.resolve(STREAM), body(provider, message).encode());
  }

  private static ValidatableResponse whole(JsonObject body) {
    return given()
        .contentType("application/json")
        .body(body.encode())
        .post("/api/v1/conversation/chat")
        .then();
  }

  private static long calls(String message) {
    return TestingUpstream.CALLS.stream().filter(call -> call.encode().contains(message)).count();
  }

  /// A message that no other test sends, so that its calls can be counted.
  private static String unique(String scenario) {
    return "scenario:" + scenario + " " + System.nanoTime();
  }

  @Test
  void refusedConnectionIsAnErrorThatSaysSo() {
    SseBody body = chat("gone", "hello");

    assertThat(body.types()).containsExactly("intent", "error", "done");
    assertThat(body.data("error"))
        .containsExactly("The model cannot be reached: the connection was refused.");
    whole(body("gone", "hello")).statusCode(502).body("detail", containsString("was refused"));
  }

  @Test
  void endpointThatFailsTwiceAnswersAtTheThirdTry() {
    String message = unique("failing-twice");

    SseBody body = chat("openai", message);

    assertThat(body.text()).isEqualTo("at last");
    assertThat(body.done()).isEqualTo("complete");
    assertThat(calls(message)).isEqualTo(3);
    whole(body("openai", unique("failing-twice"))).statusCode(200).body("response", is("at last"));
  }

  @Test
  void retryAfterIsWaitedFor() {
    String message = unique("busy-once");

    long start = System.nanoTime();
    SseBody body = chat("openai", message);

    assertThat(body.text()).isEqualTo("at last");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
    assertThat(calls(message)).isEqualTo(2);
  }

  @Test
  void retryAfterThatIsTooLongIsNotWaitedFor() {
    String message = unique("busy-for-an-hour");

    assertThat(chat("openai", message).data("error")).singleElement().asString().contains("(429)");
    assertThat(calls(message)).isEqualTo(1);
  }

  @Test
  void whatIsTheRequestsOwnFaultIsNotTriedAgain() {
    String message = unique("refuses");

    assertThat(chat("openai", message).data("error")).singleElement().asString().contains("(400)");
    assertThat(calls(message)).isEqualTo(1);
  }

  @Test
  void answerThatHasBegunIsNotTriedAgain() {
    String message = unique("cut");

    assertThat(chat("openai", message).types())
        .containsExactly("intent", "text", "usage", "error", "done");
    assertThat(calls(message)).isEqualTo(1);
  }

  @Test
  void circuitBreakerOpensAndClosesAgain() {
    open();
    String kept = unique("hello");
    SseBody refused = chat("fragile", kept);
    assertThat(refused.data("error")).singleElement().asString().contains("left alone for a while");
    assertThat(calls(kept)).isZero();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> chat("fragile", "scenario:hello").done().equals("complete"));
    assertThat(chat("fragile", "scenario:hello").done()).isEqualTo("complete");
  }

  @Test
  void probeThatIsCancelledDoesNotKeepTheBreakerHalfOpen() throws IOException {
    open();
    String probe = unique("never");
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              Socket client = send(body("fragile", probe));
              await()
                  .until(() -> calls(probe) == 1 || readAvailable(client).contains("left alone"));
              client.close();
              return calls(probe) == 1;
            });

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> chat("fragile", "scenario:hello").done().equals("complete"));
  }

  @Test
  void requestsOwnFaultsDoNotOpenTheBreaker() {
    for (int i = 0; i < 6; i++) {
      chat("fragile", "scenario:refuses");
    }

    assertThat(chat("fragile", "scenario:hello").done()).isEqualTo("complete");
  }

  private void open() {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                chat("fragile", "scenario:failing")
                    .data("error")
                    .anyMatch(error -> error.toString().contains("left alone")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "silent, then nothing, The model sent nothing more for 1000 ms.",
    "never, '', The model sent no first token within 1000 ms.",
  })
  void modelThatSaysNothingIsGivenUp(String scenario, String text, String cause) {
    SseBody body = chat("brief", "scenario:" + scenario).isFramedExactly();

    assertThat(body.text()).isEqualTo(text);
    assertThat(body.data("error")).containsExactly(cause);
    assertThat(body.done()).isEqualTo("error");
  }

  @Test
  void answerIsWholeOnceTheModelSaidWhyItEnds() {
    SseBody body = chat("brief", "scenario:finish-then-silence");

    assertThat(body.text()).isEqualTo("enough");
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void firstTokenTimeOutFiresOnTimeWhilePingsCome() {
    long start = System.nanoTime();
    SseBody body = chat("brief", "scenario:pings");
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(body.data("error")).containsExactly("The model sent no first token within 1000 ms.");
    assertThat(taken).isBetween(Duration.ofMillis(990), Duration.ofSeconds(8));
  }

  @Test
  void pingsAreNoTokens() {
    SseBody body = chat("brief", "scenario:text-then-pings");

    assertThat(body.text()).isEqualTo("one");
    assertThat(body.data("error")).containsExactly("The model sent nothing more for 1000 ms.");
  }

  @Test
  void reasoningIsASignOfLife() {
    SseBody body = chat("openai", "scenario:thinking");

    assertThat(body.text()).isEqualTo("aha");
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void streamEndsAtItsLimit() {
    SseBody body = chat("hasty", "scenario:slow");

    assertThat(body.text()).startsWith("first.");
    assertThat(body.data("error"))
        .containsExactly("The model's answer took too long: more than 800 ms in all.");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "compressed, compressed with gzip, compressed with gzip",
    "redirect, not followed, not followed",
  })
  void answersThatCannotBeReadAreErrors(String scenario, String streamed, String inOnePiece) {
    assertThat(chat("openai", "scenario:" + scenario).data("error"))
        .singleElement()
        .asString()
        .contains(streamed);
    whole(body("openai", "scenario:" + scenario))
        .statusCode(502)
        .body("detail", containsString(inOnePiece));
  }

  @Test
  void fiftyMegabytesWithoutALineAreRefused() {
    assertThat(chat("patient", "scenario:fifty-megabytes").data("error"))
        .singleElement()
        .asString()
        .contains("more than 1048576 bytes");
  }

  @Test
  void answerInOnePieceIsBounded() {
    whole(body("patient", "scenario:six-megabytes"))
        .statusCode(502)
        .body("detail", is("The model's answer is longer than 4194304 bytes."));
  }

  @Test
  void figuresOfTheProviderAreTold() {
    SseBody body = chat("openai", "scenario:usage-split");

    JsonObject usage = (JsonObject) body.data("usage").findFirst().orElseThrow();
    assertThat(usage.getInteger("prompt_tokens")).isEqualTo(120);
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(34);
    assertThat(usage.getInteger("total_tokens")).isEqualTo(154);
    assertThat(usage.getBoolean("estimated")).isFalse();
    assertThat(usage.getString("model")).isEqualTo("testing-0613");
    assertThat(usage.getLong("time_to_first_token_ms"))
        .isLessThanOrEqualTo(usage.getLong("duration_ms"));
    assertThat(usage.getDouble("tokens_per_second")).isPositive();
    whole(body("openai", "scenario:counted"))
        .body("usage.total_tokens", is(13))
        .body("usage.model", is("testing-0613"))
        .body("usage.estimated", is(false));
  }

  @Test
  void figuresAreEstimatedWhereThereAreNone() {
    SseBody body = chat("openai", "scenario:hello");

    JsonObject usage = (JsonObject) body.data("usage").findFirst().orElseThrow();
    assertThat(usage.getBoolean("estimated")).isTrue();
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(3); // "Hello world"
  }

  @Test
  void firstTokenArrivesBeforeTheModelHasFinished() throws IOException {
    try (Socket client = send(body("openai", "scenario:silent"))) {
      StringBuilder read = new StringBuilder();
      await().until(() -> read.append(readAvailable(client)).toString().contains("then nothing"));

      assertThat(TestingUpstream.OPEN.get()).isEqualTo(1);
    }
  }

  @Test
  void abortedStreamsGiveTheirConnectionsBack() throws IOException {
    for (int round = 0; round < 3; round++) {
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        clients.add(send(body("narrow", "scenario:never")));
      }
      await().until(() -> TestingUpstream.OPEN.get() == 2);
      for (Socket client : clients) {
        client.close();
      }
      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
    }

    assertThat(chat("narrow", "scenario:hello").done()).isEqualTo("complete");
  }

  @Test
  void azureWantsItsOwnHeaderAndAQuery() {
    assertThat(chat("azure", "scenario:hello").text()).isEqualTo("Hello world");
  }

  @Test
  void optionsReachTheModel() {
    String message = unique("hello");
    JsonObject body =
        body("openai", message)
            .put("model", "testing")
            .put("temperature", 0.5)
            .put("max_tokens", 9);

    assertThat(SseBody.post(base.resolve(STREAM), body.encode()).done()).isEqualTo("complete");

    JsonObject call = TestingUpstream.CALLS.getLast();
    assertThat(call.getDouble("temperature")).isEqualTo(0.5);
    assertThat(call.getInteger("max_tokens")).isEqualTo(9);
    assertThat(call.getJsonObject("stream_options"))
        .isEqualTo(new JsonObject().put("include_usage", true));
  }

  @Test
  void endpointSaysHowItWantsToBeAsked() {
    SseBody.post(
        base.resolve(STREAM), body("sparing", "scenario:hello").put("model", "any").encode());

    JsonObject call = TestingUpstream.CALLS.getLast();
    assertThat(call.getString("model")).isEqualTo("any");
    assertThat(call.getInteger("max_completion_tokens")).isEqualTo(100);
    assertThat(call.fieldNames()).doesNotContain("stream_options", "max_tokens", "temperature");
  }

  @Test
  void anyModelMayBeNamedWhereNoneAreListed() {
    SseBody.post(
        base.resolve(STREAM), body("hasty", "scenario:hello").put("model", "another").encode());

    assertThat(TestingUpstream.CALLS.getLast().getString("model")).isEqualTo("another");
  }

  @Test
  void plainRequestIsAsItWas() {
    chat("openai", "scenario:hello");

    assertThat(TestingUpstream.CALLS.getLast().fieldNames())
        .containsExactly("model", "stream", "messages", "stream_options");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"provider\":\"nobody\"} | /provider | must be one of openai, anthropic, builtin, azure",
        "{\"provider\":\"\"} | /provider | must be one of openai",
        "{\"provider\":\"openai\",\"model\":\"other\"} | /model | must be one of testing with",
        "{\"model\":\"other\"} | /model | must be one of testing with the provider openai",
        "{\"provider\":\"sparing\",\"max_tokens\":101} | /max_tokens | must be at most 100",
        "{\"temperature\":2.1} | /temperature | must be a number from 0 to 2",
        "{\"temperature\":-0.1} | /temperature | must be a number from 0 to 2",
        "{\"temperature\":\"hot\"} | /temperature | must be a number",
        "{\"max_tokens\":0} | /max_tokens | must be a whole number of at least 1",
      })
  void whatIsNotAllowedIsRefusedWithItsPlace(String options, String pointer, String message) {
    for (String path : List.of("chat", "chat-stream", "generate-blueprint-stream")) {
      JsonObject body = new JsonObject(options).put("message", "hi").put("description", "hi");
      if (path.startsWith("chat")) {
        body.remove("description");
      } else {
        body.remove("message");
      }
      given()
          .contentType("application/json")
          .body(body.encode())
          .post("/api/v1/conversation/" + path)
          .then()
          .statusCode(422)
          .body("errors.pointer", hasItem(pointer))
          .body("detail", containsString(message))
          .body("detail", not(containsString(TestingUpstream.KEY)));
    }
  }

  @Test
  void modelsThatMayBeNamedAreListed() {
    given()
        .get("/api/v1/models")
        .then()
        .statusCode(200)
        .body("default_provider", is("openai"))
        .body("providers.find { it.provider == 'openai' }.models", is(List.of("testing")))
        .body("providers.find { it.provider == 'openai' }.any_model", is(false))
        .body(
            "providers.find { it.provider == 'sparing' }.models",
            is(List.of("testing", "testing-large", "testing-small")))
        .body("providers.find { it.provider == 'sparing' }.any_model", is(true))
        .body("providers.find { it.provider == 'sparing' }.max_tokens", is(100));
  }

  private Socket send(JsonObject json) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    byte[] body = json.encode().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(STREAM, body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return socket;
  }

  private static String readAvailable(Socket socket) throws IOException {
    return new String(
        socket.getInputStream().readNBytes(socket.getInputStream().available()),
        StandardCharsets.UTF_8);
  }
}
