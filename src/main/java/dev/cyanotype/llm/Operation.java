package dev.cyanotype.llm;

import java.util.Optional;

/// One answer of one provider from asking to its end, as it is measured: its tries are within it, a
/// provider that answers instead has one of its own.
///
/// Used by one thread at a time.
final class Operation {

  private static final int CHARACTERS_PER_TOKEN = 4;

  private final LlmProvider provider;
  private final LlmRequest request;
  private final long started = System.nanoTime();
  private long firstToken;
  private long characters;

  Operation(LlmProvider provider, LlmRequest request) {
    this.provider = provider;
    this.request = request;
  }

  /// A piece of the answer has come.
  void generated(String text) {
    if (characters == 0) {
      firstToken = System.nanoTime();
    }
    characters += text.length();
  }

  boolean hasBegun() {
    return characters > 0;
  }

  /// The model has ended its answer.
  AnswerUsage finished(LlmEvent.Finished end) {
    return usage(end.usage(), end.model(), end.reason());
  }

  /// It failed.
  ///
  /// @return the failure with what was spent until then
  Throwable failed(Throwable failure) {
    return failure instanceof LlmException told && hasBegun()
        ? told.after(usage(Optional.empty(), Optional.empty(), null))
        : failure;
  }

  /// Nobody wants the rest of it.
  void cancelled() {}

  private AnswerUsage usage(
      Optional<TokenUsage> told, Optional<String> model, String finishReason) {
    long now = System.nanoTime();
    return AnswerUsage.of(
        told.filter(tokens -> tokens.totalTokens() > 0).orElseGet(this::estimated),
        (hasBegun() ? firstToken : now) - started,
        now - started,
        provider.id(),
        model.or(() -> request.options().model()).orElse(provider.model()),
        finishReason);
  }

  private TokenUsage estimated() {
    return new TokenUsage(tokens(request.length()), tokens(characters), true);
  }

  private static int tokens(long characters) {
    long tokens = (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }
}
