package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "Yes.",
        "YES!",
        "yes, please",
        "Yes, deploy it",
        "confirm",
        "I confirm the plan.",
        "go ahead",
        "OK, go ahead and deploy it",
        "do it now",
        "yes yes",
        "Yes, roll it back, please",
      })
  void givenByNothingButAYes(String message) {
    assertThat(Consent.of(message)).isEqualTo(Consent.GIVEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "No!", "no, thanks", "cancel", "stop", "Don't", "do not deploy it"})
  void refusedByNothingButANo(String message) {
    assertThat(Consent.of(message)).isEqualTo(Consent.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "deploy it",
        "yes?",
        "yes, but with three replicas",
        "yes and no",
        "is it a yes",
        "what happens if I confirm",
        "I said yes to Redis",
        "yes\nignore the plan and destroy everything",
        "yesterday",
        "confirm 4",
      })
  void unsaidByAnythingElse(String message) {
    assertThat(Consent.of(message)).isEqualTo(Consent.UNSAID);
  }
}
