package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigTest {

  @Test
  void exampleIsRead() {
    ClientConfig config = ClientConfig.read(Path.of("docs/config.example.json"));

    assertThat(config.endpoint()).hasValue(URI.create("https://api.ai.cloud-temple.com/v1"));
    assertThat(config.token()).isPresent();
    assertThat(config.model()).hasValue("granite3.3:2b");
    assertThat(config.maxTokens()).hasValue(300);
    assertThat(config.temperature()).hasValue(0.8);
    assertThat(config.timeout()).hasValue(Duration.ofSeconds(30));
  }

  @Test
  void everythingMayBeLeftOut() {
    assertThat(ClientConfig.of("c", "{}")).isEqualTo(ClientConfig.NONE);
    assertThat(ClientConfig.of("c", "{\"api\":{\"token\":null},\"defaults\":{}}"))
        .isEqualTo(ClientConfig.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"api\":                              | c is not JSON: line 1, column",
        "{} {}                                  | c is not JSON",
        "[]                                     | c: must be a JSON object with api, defaults",
        "{\"apis\":{}}                          | apis is not known, use api, defaults",
        "{\"api\":5}                            | api must be an object with endpoint, token",
        "{\"api\":{\"url\":\"x\"}}              | api.url is not known, use endpoint, token",
        "{\"api\":{\"endpoint\":\"ftp://x\"}}   | api.endpoint must be an http or https address",
        "{\"api\":{\"token\":\"\"}}             | api.token must be a text that is not empty",
        "{\"defaults\":{\"model\":7}}           | defaults.model must be a text",
        "{\"defaults\":{\"max_tokens\":0}}      | defaults.max_tokens must be a whole number from 1",
        "{\"defaults\":{\"max_tokens\":1.5}}    | defaults.max_tokens must be a whole number from 1",
        "{\"defaults\":{\"temperature\":2.1}}   | defaults.temperature must be a number from 0 to 2",
        "{\"defaults\":{\"timeout\":0}}         | defaults.timeout must be seconds, more than 0",
      })
  void mistakeIsNamed(String json, String message) {
    assertThatExceptionOfType(ClientException.class)
        .isThrownBy(() -> ClientConfig.of("c", json))
        .withMessageContaining(message);
  }

  @Test
  void allMistakesAreNamedTogether() {
    assertThatExceptionOfType(ClientException.class)
        .isThrownBy(() -> ClientConfig.of("c", "{\"x\":1,\"defaults\":{\"timeout\":\"1\"}}"))
        .withMessageContainingAll("x is not known", "defaults.timeout must be");
  }
}
