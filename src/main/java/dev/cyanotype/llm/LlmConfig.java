package dev.cyanotype.llm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Which model answers, and how to reach it.
@ConfigMapping(prefix = "cyanotype.llm")
public interface LlmConfig {

  /// The id of the provider that answers: `builtin` or `openai`.
  @WithDefault("builtin")
  String provider();

  /// The id of the provider that answers where the first one fails before its first token.
  Optional<String> fallback();

  OpenAi openai();

  /// Any endpoint that speaks the OpenAI chat completions format.
  interface OpenAi {

    /// Up to and with `/v1`.
    URI baseUrl();

    /// Sent as bearer token; none is sent where this is empty, as for a local server.
    Optional<String> apiKey();

    String model();

    @WithDefault("5s")
    Duration connectTimeout();

    /// From the request to the first byte of the answer.
    @WithDefault("60s")
    Duration firstTokenTimeout();

    /// Between two reads of an answer.
    @WithDefault("30s")
    Duration idleTimeout();

    /// Connections at the same time, each for one answer; further requests wait for one.
    @WithDefault("1024")
    int maxConnections();
  }
}
