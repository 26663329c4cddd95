package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Fails at start rather than at the first question, and says which setting is of no use.
final class EndpointSettings {

  private EndpointSettings() {}

  /// @param key of the endpoint, such as `cyanotype.llm.openai`
  static void check(LlmConfig.Endpoint config, String key) {
    URI url = config.baseUrl();
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    demand(
        http && url.getHost() != null,
        "%s.base-url is '%s', which is no http or https address",
        key,
        url);
    demand(!config.model().isBlank(), "%s.model is empty", key);
    durations(config)
        .forEach(
            (name, value) ->
                demand(value.isPositive(), "%s.%s is %s, not more than 0", key, name, value));
    demand(config.maxConnections() > 0, "%s.max-connections is below 1", key);
    demand(config.retries() >= 0, "%s.retries is below 0", key);
    demand(config.maxTokens().orElse(1) > 0, "%s.max-tokens is below 1", key);
    demand(config.defaultMaxTokens().orElse(1) > 0, "%s.default-max-tokens is below 1", key);
    LlmConfig.CircuitBreaker breaker = config.circuitBreaker();
    demand(breaker.requests() > 0, "%s.circuit-breaker.requests is below 1", key);
    demand(
        breaker.failureRatio() > 0 && breaker.failureRatio() <= 1,
        "%s.circuit-breaker.failure-ratio is not more than 0 and at most 1",
        key);
  }

  private static Map<String, Duration> durations(LlmConfig.Endpoint config) {
    return Map.of(
        "connect-timeout", config.connectTimeout(),
        "first-token-timeout", config.firstTokenTimeout(),
        "idle-timeout", config.idleTimeout(),
        "stream-timeout", config.streamTimeout(),
        "answer-timeout", config.answerTimeout(),
        "retry-delay", config.retryDelay(),
        "retry-max-wait", config.retryMaxWait(),
        "circuit-breaker.delay", config.circuitBreaker().delay());
  }

  private static void demand(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(values));
    }
  }
}
