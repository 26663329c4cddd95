package dev.cyanotype.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.TokenUsage;
import dev.cyanotype.llm.http.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesDecoderTest {

  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\","
          + "\"usage\":{\"input_tokens\":9,\"cache_creation_input_tokens\":4,\"output_tokens\":1}}}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  private final List<LlmEvent> events = new ArrayList<>();
  private final MessagesDecoder decoder =
      new MessagesDecoder(events::add, new Secrets(Optional.of("my-own-key")));

  private void feed(String... events) {
    for (String json : events) {
      decoder.feed(("event: x\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String delta(String type, String field, String value) {
    return "{\"index\":0,\"delta\":{\"%s\":\"%s\",\"type\":\"%s\"},\"type\":\"content_block_delta\"}"
        .formatted(field, value, type);
  }

  private static String end(String reason) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\"},\"usage\":{\"output_tokens\":5}}"
        .formatted(reason);
  }

  @Test
  void textsAreToldAndTheEndCounts() {
    feed(START, "{\"type\":\"ping\"}", delta("text_delta", "text", "a"));
    feed(delta("thinking_delta", "thinking", "b"), delta("signature_delta", "signature", "c"));
    feed(delta("input_json_delta", "partial_json", "d"), end("end_turn"));
    assertThat(decoder.hasFinishReason()).isTrue();
    assertThat(decoder.isDone()).isFalse();

    feed(STOP, delta("text_delta", "text", "late"));

    assertThat(decoder.isDone()).isTrue();
    assertThat(events)
        .containsExactly(
            new LlmEvent.Text("a"),
            new LlmEvent.Finished(
                "stop", Optional.of(new TokenUsage(13, 5, false)), Optional.of("claude-x")));
  }

  @Test
  void onlyWorkIsASign() {
    feed(START, "{\"type\":\"ping\"}", "{\"type\":\"content_block_start\"}");
    assertThat(decoder.signs()).isZero();

    feed(delta("thinking_delta", "thinking", "b"));
    assertThat(decoder.signs()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop",
    "stop_sequence, stop",
    "max_tokens, length",
    "model_context_window_exceeded, length",
    "refusal, content_filter",
    "tool_use, tool_calls",
    "something_new, something_new",
  })
  void reasonsAreThoseOfTheOpenAiFormat(String reason, String inOpenAiWords) {
    feed(end(reason));
    decoder.end();

    assertThat(((LlmEvent.Finished) events.getFirst()).reason()).isEqualTo(inOpenAiWords);
  }

  @ParameterizedTest
  @CsvSource({
    "overloaded_error, UNAVAILABLE",
    "api_error, UNAVAILABLE",
    "invalid_request_error, REFUSED",
    "authentication_error, REFUSED",
  })
  void errorsAreTheModelsWithoutTheKey(String type, Kind kind) {
    LlmException failure =
        failure(
            "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"no my-own-key\"}}"
                .formatted(type));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessage("The model sent an error: no ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{no", "[]", "5", "{} {}", "{\"type\":\"ping\"", "{}", "{\"type\":{}}"})
  void whatIsNoEventIsBroken(String json) {
    assertThat(failure(json).kind()).isEqualTo(Kind.BROKEN);
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"message_start\"}",
        "{\"type\":\"message_start\",\"message\":[]}",
        "{\"type\":\"message_delta\",\"delta\":null,\"usage\":\"none\"}",
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":[1]}}",
        "{\"type\":\"message_start\",\"message\":{\"model\":1,\"usage\":{\"input_tokens\":-3}}}",
      })
  void fieldsOfAnotherShapeArePassedOver(String json) {
    feed(json, delta("text_delta", "text", "a"));

    assertThat(events).containsExactly(new LlmEvent.Text("a"));
  }

  @Test
  void bodyThatEndsBeforeTheAnswerIsBroken() {
    feed(START, delta("text_delta", "text", "half"));

    assertThat(catchThrowableOfType(LlmException.class, decoder::end))
        .hasMessage("The model's answer broke off before its end.");
  }

  private LlmException failure(String json) {
    return catchThrowableOfType(LlmException.class, () -> feed(json));
  }
}
