package dev.cyanotype.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.llm.LlmException.Kind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED",
    "401, REFUSED",
    "404, REFUSED",
    "422, REFUSED",
    "302, REFUSED",
    "408, UNAVAILABLE",
    "429, UNAVAILABLE",
    "500, UNAVAILABLE",
    "503, UNAVAILABLE",
    "529, UNAVAILABLE"
  })
  void whatMayBeBetterLaterIsToldApart(int status, Kind kind) {
    assertThat(Refusals.of(status, new byte[0], new Secrets(Optional.empty())).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "' 7 ', 7", "120, 120"})
  void retryAfterIsSeconds(String header, long seconds) {
    assertThat(Refusals.retryAfter(header)).hasValue(Duration.ofSeconds(seconds));
  }

  @Test
  void retryAfterIsADate() {
    ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(2);
    String header = DateTimeFormatter.RFC_1123_DATE_TIME.format(date);

    assertThat(Refusals.retryAfter(header).orElseThrow())
        .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
    assertThat(Refusals.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).hasValue(Duration.ZERO);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
  void otherwiseItIsNotSaid(String header) {
    assertThat(Refusals.retryAfter(header)).isEmpty();
  }
}
