package dev.cyanotype.llm;

import java.util.Optional;

/// A whole answer.
///
/// @param provider the id of the provider that gave it
/// @param fallback there where that is not the provider that was asked first
public record LlmAnswer(
    String text, String provider, String model, Optional<LlmEvent.Fallback> fallback) {

  static LlmAnswer of(LlmProvider provider, String text) {
    return new LlmAnswer(text, provider.id(), provider.model(), Optional.empty());
  }

  LlmAnswer because(LlmEvent.Fallback reason) {
    return new LlmAnswer(text, provider, model, Optional.of(reason));
  }
}
