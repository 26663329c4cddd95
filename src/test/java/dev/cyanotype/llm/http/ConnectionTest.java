package dev.cyanotype.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, https://api.openai.com/v1/chat/completions",
    "http://localhost:11434/v1/, http://localhost:11434/v1/chat/completions",
    "http://[::1]:8080, http://[::1]:8080/chat/completions",
    "https://x.openai.azure.com/openai/deployments/a%20b?api-version=2024-10-21, "
        + "https://x.openai.azure.com/openai/deployments/a%20b/chat/completions?api-version=2024-10-21",
  })
  void pathGoesBeforeTheQuery(URI base, String address) {
    assertThat(Connection.below(base, "/chat/completions")).isEqualTo(address);
  }
}
