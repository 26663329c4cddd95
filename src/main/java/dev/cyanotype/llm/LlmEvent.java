package dev.cyanotype.llm;

/// What a model's answer is made of, in the order in which it arrives.
public sealed interface LlmEvent {

  /// A piece of the answer; never empty.
  record Text(String text) implements LlmEvent {}

  /// The model said that it has finished; the last event of an answer that is whole.
  ///
  /// @param reason as in the OpenAI format: `stop`, `length`, `content_filter` …
  record Finished(String reason) implements LlmEvent {}
}
