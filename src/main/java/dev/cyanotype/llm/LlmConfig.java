package dev.cyanotype.llm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which models answer, and how to reach them.
@ConfigMapping(prefix = "cyanotype.llm")
public interface LlmConfig {

  /// The id of the provider that answers: `builtin`, `openai`, `anthropic` or the name of one of
  /// the further endpoints.
  @WithDefault("builtin")
  String provider();

  /// The ids of those that answer, one after the other, where the ones before fail before their
  /// first token.
  Optional<List<String>> fallback();

  /// The ids of those that a request may name, `*` for all; without any, `provider` and
  /// `fallback`.
  Optional<List<String>> allowedProviders();

  Endpoint openai();

  Endpoint anthropic();

  /// Further endpoints by name.
  Map<String, NamedEndpoint> endpoints();

  interface NamedEndpoint extends Endpoint {

    @WithDefault("openai")
    Type type();
  }

  /// The protocol that an endpoint speaks.
  enum Type {
    /// OpenAI's chat completions.
    OPENAI,
    /// Anthropic's messages.
    ANTHROPIC
  }

  /// Where models are, and how they are called.
  interface Endpoint {

    /// In the OpenAI format up to and with `/v1`; a query is kept behind what is added to the path.
    URI baseUrl();

    /// None is sent where this is empty, as for a local server.
    Optional<String> apiKey();

    /// The header that carries the key alone, in place of the protocol's own.
    Optional<String> apiKeyHeader();

    /// The model that answers where a request names none.
    String model();

    /// Models that a request may name beside it; `*`, or none said, for any.
    Optional<List<String>> models();

    /// The most tokens that a request may ask for.
    Optional<Integer> maxTokens();

    /// The most tokens of an answer where the request does not say; without it `maxTokens`, and
    /// 4096 where the protocol wants a figure.
    Optional<Integer> defaultMaxTokens();

    /// The field of the OpenAI format that says so; newer models of OpenAI want
    /// `max_completion_tokens`.
    @WithDefault("max_tokens")
    MaxTokensField maxTokensField();

    /// Asks for figures in streams (`stream_options`); some servers refuse that.
    @WithDefault("true")
    boolean includeUsage();

    @WithDefault("5s")
    Duration connectTimeout();

    /// From the request to the first text or reasoning; anew with each try.
    @WithDefault("60s")
    Duration firstTokenTimeout();

    /// Between two tokens, while the client keeps up.
    @WithDefault("30s")
    Duration idleTimeout();

    /// The whole stream, tries that failed with it.
    @WithDefault("10m")
    Duration streamTimeout();

    /// An answer in one piece, tries that failed with it.
    @WithDefault("2m")
    Duration answerTimeout();

    /// Connections at the same time, each for one answer; further requests wait for one.
    @WithDefault("1024")
    int maxConnections();

    /// Further tries before the first token, where the endpoint cannot be reached or answers 408,
    /// 429 or 5xx.
    @WithDefault("2")
    int retries();

    /// Before the first of them, doubled before each other and shortened by up to a half at random;
    /// a `Retry-After` counts instead.
    @WithDefault("500ms")
    Duration retryDelay();

    /// An endpoint that wants to be left alone for longer is given up at once.
    @WithDefault("10s")
    Duration retryMaxWait();

    CircuitBreaker circuitBreaker();
  }

  enum MaxTokensField {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS
  }

  /// An endpoint of which too many tries failed is left alone for a while.
  interface CircuitBreaker {

    /// The last tries that are looked at; with fewer it stays closed.
    @WithDefault("20")
    int requests();

    /// The part of them that has to fail, 0 to 1.
    @WithDefault("0.5")
    double failureRatio();

    /// How long the endpoint is left alone, before one request tries it again.
    @WithDefault("10s")
    Duration delay();
  }
}
