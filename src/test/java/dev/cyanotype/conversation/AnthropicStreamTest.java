package dev.cyanotype.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chats through the `anthropic` provider.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class AnthropicStreamTest {

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private static JsonObject body(String message) {
    return new JsonObject().put("message", message).put("provider", "anthropic");
  }

  private SseBody chat(String message) {
    return SseBody.post(base.resolve("/api/v1/conversation/chat-stream"), body(message).encode());
  }

  @Test
  void textsAreToldAndThinkingIsNot() {
    SseBody body = chat("scenario:hello").isFramedExactly();

    assertThat(body.types()).containsExactly("intent", "text", "text", "usage", "done");
    assertThat(body.text()).isEqualTo("Hello world");
    assertThat(body.done()).isEqualTo("complete");
    JsonObject usage = (JsonObject) body.data("usage").findFirst().orElseThrow();
    assertThat(usage.getInteger("prompt_tokens")).isEqualTo(125);
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(15);
    assertThat(usage.getInteger("total_tokens")).isEqualTo(140);
    assertThat(usage.getBoolean("estimated")).isFalse();
    assertThat(usage.getString("provider")).isEqualTo("anthropic");
    assertThat(usage.getString("model")).isEqualTo("claude-testing-1");
    assertThat(usage.getString("finish_reason")).isEqualTo("stop");
  }

  @Test
  void requestIsThatOfTheMessagesApi() {
    chat("scenario:hello who asks?");

    JsonObject call = TestingUpstream.CALLS.getLast();
    assertThat(call.fieldNames())
        .containsExactlyInAnyOrder("model", "stream", "max_tokens", "system", "messages");
    assertThat(call.getInteger("max_tokens")).isEqualTo(4096);
    assertThat(call.getString("system")).isNotBlank();
    assertThat(call.getJsonArray("messages"))
        .singleElement()
        .isEqualTo(new JsonObject().put("role", "user").put("content", "scenario:hello who asks?"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bytewise, größe ✓ 😀 日本",
    "without-stop, all",
    "overloaded-once, Hello world",
    "overloaded-in-200, whole",
  })
  void wholeAnswersAreComplete(String scenario, String text) {
    SseBody body = chat("scenario:" + scenario + " " + System.nanoTime()).isFramedExactly();

    assertThat(body.text()).isEqualTo(text);
    assertThat(body.done()).isEqualTo("complete");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "max-tokens, too lo, finish_reason is length",
    "refusal, I, finish_reason is content_filter",
    "overloaded-later, begun, Overloaded",
    "garbage, good, not JSON",
    "neither, half an ans, broke off",
    "invalid, '', (400): no such model",
  })
  void brokenAnswersAreErrors(String scenario, String text, String cause) {
    SseBody body = chat("scenario:" + scenario).isFramedExactly();

    assertThat(body.text()).isEqualTo(text);
    assertThat(body.data("error")).singleElement().asString().contains(cause);
    assertThat(body.done()).isEqualTo("error");
  }

  @Test
  void pingsAreNoFirstToken() {
    SseBody body =
        SseBody.post(
            base.resolve("/api/v1/conversation/chat-stream"),
            body("scenario:pings").put("provider", "brief-messages").encode());

    assertThat(body.data("error")).containsExactly("The model sent no first token within 1000 ms.");
  }

  @Test
  void answerInOnePieceIsTheSame() {
    given()
        .contentType("application/json")
        .body(body("scenario:hello").encode())
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(200)
        .body("response", is("Hello world"))
        .body("provider", is("anthropic"))
        .body("usage.total_tokens", is(40))
        .body("usage.finish_reason", is("stop"));
  }

  @Test
  void temperatureEndsAtOne() {
    given()
        .contentType("application/json")
        .body(body("scenario:hello").put("temperature", 1.5).encode())
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(422)
        .body("errors.pointer", is(List.of("/temperature")))
        .body("detail", containsString("at most 1.0 with the provider anthropic"));
  }
}
