package dev.cyanotype.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.http.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionDecoderTest {

  private static final String DONE = "data: [DONE]\n\n";
  private static final String STOP = "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n";

  private final List<LlmEvent> events = new ArrayList<>();
  private final CompletionDecoder decoder =
      new CompletionDecoder(events::add, new Secrets(Optional.of("my-own-key")));

  private void feed(String text) {
    decoder.feed(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String content) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
  }

  private static LlmEvent piece(String text) {
    return new LlmEvent.Text(text);
  }

  private static LlmEvent finished(String reason) {
    return new LlmEvent.Finished(reason);
  }

  @Test
  void textsComeAsTheyAreFed() {
    feed(text("a"));
    assertThat(events).containsExactly(piece("a"));

    feed(text("b") + STOP);
    assertThat(events).containsExactly(piece("a"), piece("b"));

    feed(DONE);
    assertThat(events).containsExactly(piece("a"), piece("b"), finished("stop"));
    assertThat(decoder.isDone()).isTrue();
  }

  @Test
  void emptyPiecesAreNotTold() {
    feed(text("") + text("a") + DONE);

    assertThat(events).containsExactly(piece("a"), finished("stop"));
  }

  @Test
  void nothingCountsBehindTheEnd() {
    feed(DONE + text("late") + DONE + "data: garbage\n\n");
    decoder.end();

    assertThat(events).containsExactly(finished("stop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "content_filter", "tool_calls"})
  void reasonIsThatOfTheModel(String reason) {
    feed("data: {\"choices\":[{\"finish_reason\":\"" + reason + "\"}]}\n\n");
    decoder.end();

    assertThat(events).containsExactly(finished(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "data: [DONE]", "data: [DONE]\n", "data: [DONE] \n\n", ": [DONE]\n\n"})
  void bodyThatEndsBeforeTheAnswerIsBroken(String end) {
    feed(text("half"));
    LlmException failure =
        catchThrowableOfType(
            LlmException.class,
            () -> {
              feed(end);
              decoder.end();
            });

    assertThat(failure.kind()).isEqualTo(LlmException.Kind.BROKEN);
    assertThat(events).containsExactly(piece("half"));
  }

  @Test
  void errorInPlaceOfAChunkIsTheModelsRefusalWithoutTheKey() {
    LlmException failure =
        catchThrowableOfType(
            LlmException.class,
            () -> feed("data: {\"error\":{\"message\":\"no my-own-key here\"}}\n\n"));

    assertThat(failure.kind()).isEqualTo(LlmException.Kind.REFUSED);
    assertThat(failure).hasMessage("The model sent an error: no *** here");
  }

  @Test
  void chunkThatIsNoJsonIsBrokenAndNotQuoted() {
    LlmException failure =
        catchThrowableOfType(LlmException.class, () -> feed("data: <html>my-own-key\n\n"));

    assertThat(failure.kind()).isEqualTo(LlmException.Kind.BROKEN);
    assertThat(failure).hasMessage("The model sent a chunk that is not JSON.").hasNoCause();
  }

  @Test
  void endlessLineIsBroken() {
    LlmException failure =
        catchThrowableOfType(
            LlmException.class, () -> feed("x".repeat(CompletionDecoder.MAX_EVENT_BYTES + 1)));

    assertThat(failure.kind()).isEqualTo(LlmException.Kind.BROKEN);
    assertThat(failure).hasMessage("The model sent an event of more than 1048576 bytes.");
  }
}
