package dev.cyanotype.llm;

import java.util.List;
import java.util.stream.Stream;

/// A whole answer.
///
/// @param fallbacks why those that were asked before did not give it
public record LlmAnswer(String text, AnswerUsage usage, List<LlmEvent.Fallback> fallbacks) {

  public LlmAnswer {
    fallbacks = List.copyOf(fallbacks);
  }

  /// The id of the provider that gave it.
  public String provider() {
    return usage.provider();
  }

  public String model() {
    return usage.model();
  }

  LlmAnswer because(LlmEvent.Fallback reason) {
    return new LlmAnswer(
        text, usage, Stream.concat(Stream.of(reason), fallbacks.stream()).toList());
  }
}
