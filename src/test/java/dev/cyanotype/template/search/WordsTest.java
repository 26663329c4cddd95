package dev.cyanotype.template.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "monitoring, monitor",
    "databases, database",
    "caching, cache",
    "cached, cache",
    "logging, logs",
    "scaling, scales",
    "policies, policy",
    "pipelines, pipeline",
    "running, runs",
    "processing, process",
    "streamed, streaming",
  })
  void formsOfOneWordHaveOneStem(String one, String other) {
    assertThat(Words.stem(one)).isEqualTo(Words.stem(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "prometheus", "access", "mtls", "dns", "k8s", "string", "need"})
  void leavesAWordThatOnlyLooksLikeAForm(String word) {
    assertThat(Words.stem(word)).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({"general, generic", "data, database", "service, server", "node, nodejs"})
  void differentWordsKeepDifferentStems(String one, String other) {
    assertThat(Words.stem(one)).isNotEqualTo(Words.stem(other));
  }

  @Test
  void cutsAtEverythingThatIsNeitherLetterNorDigit() {
    assertThat(Words.of("High-Availability (CDN), mTLS/k8s_v2; café 24 x"))
        .containsExactly("high", "availability", "cdn", "mtls", "k8s", "v2", "cafe");
  }
}
