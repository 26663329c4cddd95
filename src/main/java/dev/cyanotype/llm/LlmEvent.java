package dev.cyanotype.llm;

import java.util.Optional;

/// What a model's answer is made of, in the order in which it arrives.
public sealed interface LlmEvent {

  /// Another provider answers than the one that was asked; comes before any text.
  ///
  /// @param reason why the first one did not, without secrets
  record Fallback(String provider, String reason) implements LlmEvent {}

  /// A piece of the answer; never empty.
  record Text(String text) implements LlmEvent {}

  /// The model said that it has finished; the last event of a provider's answer.
  ///
  /// @param reason as in the OpenAI format: `stop`, `length`, `content_filter` …
  /// @param usage empty where the provider gave no figures
  /// @param model that answered, where the provider said so
  record Finished(String reason, Optional<TokenUsage> usage, Optional<String> model)
      implements LlmEvent {

    public Finished(String reason) {
      this(reason, Optional.empty(), Optional.empty());
    }

    /// False where the model was cut off in the middle.
    public boolean isWhole() {
      return !reason.equals("length") && !reason.equals("content_filter");
    }
  }

  /// What a whole answer took. [LlmProviders] gives it in place of [Finished].
  record Measured(AnswerUsage usage) implements LlmEvent {}
}
