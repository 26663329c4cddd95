package dev.cyanotype.template.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TyposTest {

  @ParameterizedTest
  @CsvSource({
    "kafka, kafka, 0",
    "kafka, kafak, 1",
    "kafka, kafk, 1",
    "kafka, kaffka, 1",
    "kafka, kavka, 1",
    "kubernetes, kuberntes, 1",
    "kubernetes, kubrenets, 2",
    "grafana, rgafnaa, 2",
    "ca, abc, 3",
  })
  void countsTypos(String one, String other, int typos) {
    assertThat(Typos.distance(one, other, 5)).isEqualTo(typos);
    assertThat(Typos.distance(other, one, 5)).isEqualTo(typos);
  }

  @ParameterizedTest
  @CsvSource({"prometheus, grafana, 2", "kafka, spark, 1", "abcdefgh, hgfedcba, 3"})
  void saysMoreThanTheLimitForWordsFurtherApart(String one, String other, int limit) {
    assertThat(Typos.distance(one, other, limit)).isGreaterThan(limit);
  }

  @Test
  void aShortWordWithAnotherFirstLetterIsAnotherWord() {
    assertThat(Typos.rhymes("light", "night")).isTrue();
    assertThat(Typos.rhymes("akfka", "kafka")).isFalse();
    assertThat(Typos.rhymes("afka", "kafka")).isFalse();
    assertThat(Typos.rhymes("lubernetes", "kubernetes")).isFalse();
  }

  @Test
  void allowsMoreTyposInLongerWords() {
    assertThat(Typos.allowedIn("gpu")).isZero();
    assertThat(Typos.allowedIn("bulb")).isEqualTo(1);
    assertThat(Typos.allowedIn("grafana")).isEqualTo(1);
    assertThat(Typos.allowedIn("postgres")).isEqualTo(2);
    assertThat(Typos.allowedIn("x".repeat(65))).isZero();
  }
}
