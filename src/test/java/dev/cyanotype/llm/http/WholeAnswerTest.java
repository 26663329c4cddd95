package dev.cyanotype.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeAnswerTest {

  private final List<LlmEvent> events = new ArrayList<>();
  private final WholeAnswer answer =
      new WholeAnswer(
          events::add,
          json ->
              new WholeAnswer.Content(json.path("text").asText(), new LlmEvent.Finished("stop")));

  private void feed(String text) {
    answer.feed(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void objectIsReadWhenItIsWhole() {
    feed("{\"text\":");
    feed("\"all\"}");
    assertThat(events).isEmpty();

    answer.end();

    assertThat(answer.isDone()).isTrue();
    assertThat(events).containsExactly(new LlmEvent.Text("all"), new LlmEvent.Finished("stop"));
  }

  @Test
  void emptyTextIsNotTold() {
    feed("{}");
    answer.end();

    assertThat(events).containsExactly(new LlmEvent.Finished("stop"));
  }

  @Test
  void halfAnObjectIsBroken() {
    feed("{\"text\":\"ha");

    assertThatThrownBy(answer::end)
        .isInstanceOf(LlmException.class)
        .hasMessage("The model's answer is not JSON, or not all of it.");
  }

  @Test
  void lengthIsBounded() {
    byte[] mebibyte = new byte[1024 * 1024];
    for (int i = 0; i < 4; i++) {
      answer.feed(mebibyte);
    }

    assertThatThrownBy(() -> answer.feed(new byte[1]))
        .hasMessage("The model's answer is longer than 4194304 bytes.");
  }
}
