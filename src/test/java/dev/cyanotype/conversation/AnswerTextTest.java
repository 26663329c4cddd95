package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTextTest {

  private static final String YAML = "name: shop\nresources:\n  - name: db\n";
  private static final Duration QUICKLY = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```yaml\n%s```\n",
        "Here.\n\n```yml\n%s```\nThere.",
        "```\n%s```",
        "  ``` yaml title=x\n%s  ```\n",
        "```yaml\n%s",
        "```sh\nls resources\n```\n\n```yaml\n%s```\n\n```sh\nls\n```\n",
        "```yaml\nname: old\nresources: []\n```\nBetter:\n```yaml\n%s```",
      })
  void blueprintIsTheLastFencedBlockWithResources(String answer) {
    assertThat(AnswerText.blueprint(answer.replace("%s", YAML))).hasValue(YAML);
  }

  @Test
  void withoutFencesItBeginsAtItsFirstField() {
    assertThat(AnswerText.blueprint("Sure:\n\n" + YAML)).hasValue(YAML);
    assertThat(AnswerText.blueprint("Sure:\nversion: \"1.0\"\n" + YAML))
        .hasValue("version: \"1.0\"\n" + YAML);
  }

  @Test
  void bareJsonIsTakenToo() {
    assertThat(AnswerText.blueprint(" {\"resources\":[]}")).hasValue(" {\"resources\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I cannot.",
        "resources:\n- a\nname: late",
        "name: x",
        "{\"a\": 1}",
        "```\nls\n```",
        "our name: x and resources: y",
      })
  void otherAnswersHoldNone(String answer) {
    assertThat(AnswerText.blueprint(answer)).isEmpty();
  }

  @Test
  void itemsAreThoseOfAnyList() {
    assertThat(
            AnswerText.items(
                "Do:\n- one\n* two \n+ three\n1. four\n12) five\n   - six\n\t- no\n-no\n- \nlast\n"))
        .containsExactly("one", "two", "three", "four", "five", "six");
  }

  @Test
  void rowsOfATableAreItemsWhereThereIsNoList() {
    String answer =
        "| tier | cores | disk | why |\n| --- | ---: | --- | --- |\n| `db` | 4 | – | busy |";

    assertThat(AnswerText.items(answer)).containsExactly("`db`: cores 4, busy");
  }

  @Test
  void windowsLineEndsAreNoPartOfAnItem() {
    assertThat(AnswerText.items("- one\r\n- two\r\n")).containsExactly("one", "two");
  }

  @Test
  void proseIsWhatIsAroundTheBlocks() {
    assertThat(AnswerText.prose("Before.\n\n```yaml\n" + YAML + "```\n\nAfter.\n"))
        .isEqualTo("Before.\n\nAfter.");
    assertThat(AnswerText.prose("```yaml\n" + YAML)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name:\n",
        "version:\nname:",
        "```\n",
        "- \n",
        "\n",
        "- ",
        "|",
        "| |\n",
        "```yaml\nresources\n"
      })
  void answersThatGoOnAndOnAreReadQuickly(String piece) {
    readQuickly(piece.repeat(Answer.MAX_CHARACTERS / piece.length()));
  }

  @Test
  void linesAsLongAsAnAnswerAreReadQuickly() {
    readQuickly("```" + "a".repeat(Answer.MAX_CHARACTERS));
    readQuickly("```" + " ".repeat(Answer.MAX_CHARACTERS));
    readQuickly("|a|b|\n|" + " ".repeat(Answer.MAX_CHARACTERS) + "c|d|");
  }

  private static void readQuickly(String answer) {

    assertTimeoutPreemptively(
        QUICKLY,
        () -> {
          assertThat(AnswerText.blueprint(answer)).isNotNull();
          assertThat(AnswerText.items(answer)).isNotNull();
          assertThat(AnswerText.prose(answer)).isNotNull();
        });
  }
}
