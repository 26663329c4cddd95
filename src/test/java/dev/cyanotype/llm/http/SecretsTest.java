package dev.cyanotype.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final String KEY = "plain.Key+with/odd=chars$1";
  private static final Secrets SECRETS = new Secrets(Optional.of(KEY));

  @ParameterizedTest
  @ValueSource(strings = {"%s", "key %s.", "'%s'", "Bearer %s", "%s%s", "a\n%s\nb", "x%sx"})
  void ownKeyIsHiddenWhereverItStands(String text) {
    String told = SECRETS.hideIn(text.replace("%s", KEY));

    assertThat(told).doesNotContain(KEY).contains("***");
  }

  @Test
  void ownKeyIsHiddenInOtherFormsToo() {
    byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
    byte[] basic = ("user:" + KEY).getBytes(StandardCharsets.UTF_8);

    for (String form :
        List.of(
            KEY.toUpperCase(Locale.ROOT),
            URLEncoder.encode(KEY, StandardCharsets.UTF_8),
            URLEncoder.encode(KEY, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT),
            Base64.getEncoder().encodeToString(key),
            Base64.getUrlEncoder().withoutPadding().encodeToString(key),
            Base64.getEncoder().encodeToString(basic))) {
      String told = SECRETS.hideIn("<" + form + ">");
      assertThat(told).as(form).contains("***").hasSizeLessThan(20);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-abcdef123456",
        "sk-proj-abc_DEF-123456",
        "pk-abcdef123456",
        "key-abcdef123456",
        "Bearer abcdef.123456",
        "key 0123456789abcdef",
        "sk-abc***********xyz",
      })
  void whatLooksLikeAKeyIsHiddenToo(String key) {
    for (Secrets secrets : new Secrets[] {SECRETS, new Secrets(Optional.empty())}) {
      assertThat(secrets.hideIn("Incorrect API key provided: " + key + "."))
          .startsWith("Incorrect API key provided: ***")
          .doesNotContain(key);
    }
  }

  @Test
  void keyAtTheCutIsNotHalfTold() {
    assertThat(SECRETS.hideIn("x".repeat(290) + " " + KEY)).doesNotContain(KEY.substring(0, 6));
  }

  @ParameterizedTest
  @CsvSource({"'', no reason given", "' \n ', no reason given", "' a \r\n\t b ', a b"})
  void reasonIsOneLine(String text, String told) {
    assertThat(SECRETS.hideIn(text)).isEqualTo(told);
  }

  @Test
  void longReasonsAreCut() {
    assertThat(SECRETS.hideIn("x".repeat(1000))).isEqualTo("x".repeat(300) + "…");
  }

  @Test
  void toStringHidesTheKey() {
    assertThat(SECRETS).hasToString("Secrets[***]");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503, 302})
  void refusalsNeverTellTheKey(int status) {
    byte[] body =
        ("{\"error\":{\"message\":\"bad key " + KEY + " and sk-abcdef123456\"}}")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(Refusals.of(status, body, SECRETS).getMessage())
        .contains("(" + status + ")")
        .doesNotContain(KEY, "sk-abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{\"error\":5}", "{\"error\":{}}", "null", "{"})
  void refusalsWithoutReasonsAreToldByTheirStatus(String body) {
    assertThat(Refusals.of(503, body.getBytes(StandardCharsets.UTF_8), SECRETS))
        .hasMessage("The model's endpoint failed (503).");
  }
}
