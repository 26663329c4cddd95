package dev.cyanotype.llm;

import java.util.Objects;
import java.util.Optional;

/// What a request says of who shall answer it, and how.
///
/// @param provider the id of the provider to ask; without one, that of the configuration
/// @param model the model to ask; without one, the provider's configured one
/// @param temperature 0 to 2
/// @param maxTokens the most tokens that the answer may have, at least 1
public record LlmOptions(
    Optional<String> provider,
    Optional<String> model,
    Optional<Double> temperature,
    Optional<Integer> maxTokens) {

  public static final LlmOptions NONE =
      new LlmOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public LlmOptions {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(temperature, "temperature");
    Objects.requireNonNull(maxTokens, "maxTokens");
  }

  /// True where it names who shall answer, so that nobody else may.
  boolean namesOne() {
    return provider.isPresent() || model.isPresent();
  }
}
