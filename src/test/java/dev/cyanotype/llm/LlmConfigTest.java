package dev.cyanotype.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LlmConfigTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "cyanotype.llm.openai.base-url", "https://api.openai.com/v1",
          "cyanotype.llm.openai.model", "a",
          "cyanotype.llm.anthropic.base-url", "https://api.anthropic.com",
          "cyanotype.llm.anthropic.model", "b");

  private static LlmConfig config(Map<String, String> environment) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(LlmConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(REQUIRED, "required", 100))
            .withSources(new EnvConfigSource(environment, 300))
            .build();
    return config.getConfigMapping(LlmConfig.class);
  }

  @Test
  void endpointsAreNamedByVariables() {
    LlmConfig config =
        config(
            Map.of(
                "CYANOTYPE_LLM_PROVIDER", "ollama",
                "CYANOTYPE_LLM_FALLBACK", "openai,builtin",
                "CYANOTYPE_LLM_ENDPOINTS_OLLAMA_BASE_URL", "http://localhost:11434/v1",
                "CYANOTYPE_LLM_ENDPOINTS_OLLAMA_MODEL", "qwen3:8b",
                "CYANOTYPE_LLM_ENDPOINTS_OLLAMA_MODELS", "*",
                "CYANOTYPE_LLM_ENDPOINTS_OLLAMA_MAX_TOKENS_FIELD", "max_completion_tokens",
                "CYANOTYPE_LLM_ENDPOINTS_OLLAMA_CIRCUIT_BREAKER_DELAY", "3s"));

    assertThat(config.fallback()).hasValue(List.of("openai", "builtin"));
    assertThat(config.endpoints()).containsOnlyKeys("ollama");
    LlmConfig.NamedEndpoint ollama = config.endpoints().get("ollama");
    assertThat(ollama.type()).isEqualTo(LlmConfig.Type.OPENAI);
    assertThat(ollama.baseUrl()).isEqualTo(URI.create("http://localhost:11434/v1"));
    assertThat(ollama.apiKey()).isEmpty();
    assertThat(ollama.model()).isEqualTo("qwen3:8b");
    assertThat(ollama.models()).hasValue(List.of("*"));
    assertThat(ollama.maxTokensField()).isEqualTo(LlmConfig.MaxTokensField.MAX_COMPLETION_TOKENS);
    assertThat(ollama.circuitBreaker().delay()).isEqualTo(Duration.ofSeconds(3));
    assertThat(ollama.streamTimeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> config(Map.of("CYANOTYPE_LLM_ENDPOINTS_OLLAMA_MODEL", "qwen3:8b")))
        .hasMessageContaining("cyanotype.llm.endpoints.ollama.base-url");
  }
}
