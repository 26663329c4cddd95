package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmOptions;
import java.util.Optional;

/// The fields by which a request chooses its model; `null` in any leaves it to the configuration.
final class ModelChoice {

  static final int MAX_NAME = 256;
  static final String TEMPERATURE = "must be a number from 0 to 2";
  static final String MAX_TOKENS = "must be a whole number of at least 1";

  private ModelChoice() {}

  static LlmOptions of(String provider, String model, Double temperature, Integer maxTokens) {
    return new LlmOptions(
        Optional.ofNullable(provider),
        Optional.ofNullable(model),
        Optional.ofNullable(temperature),
        Optional.ofNullable(maxTokens));
  }
}
