package dev.cyanotype.llm;

import dev.cyanotype.observability.ModelCall;
import dev.cyanotype.observability.Tokens;
import java.util.Optional;

/// One answer of one provider from asking to its end, as it is measured: its tries are within it, a
/// provider that answers instead has one of its own.
///
/// Used by one thread at a time.
final class Operation {

  private static final int CHARACTERS_PER_TOKEN = 4;

  /// The convention's word for an error without a type of its own.
  private static final String UNEXPECTED = "_OTHER";

  private final String provider;
  private final String model;
  private final LlmRequest request;
  private final boolean streamed;
  private final ModelCall call;
  private final long started = System.nanoTime();
  private long firstToken;
  private long characters;

  /// @param model that is asked
  /// @param streamed false where the answer comes in one piece
  Operation(String provider, String model, LlmRequest request, boolean streamed, ModelCall call) {
    this.provider = provider;
    this.model = model;
    this.request = request;
    this.streamed = streamed;
    this.call = call;
  }

  /// A piece of the answer has come.
  void generated(String text) {
    if (characters == 0) {
      firstToken = System.nanoTime();
      call.firstToken();
    }
    characters += text.length();
  }

  boolean hasBegun() {
    return characters > 0;
  }

  /// The model has ended its answer.
  AnswerUsage finished(LlmEvent.Finished end) {
    AnswerUsage usage = usage(end.usage(), end.model(), end.reason());
    call.finished(
        usage.model(),
        end.reason(),
        new Tokens(usage.promptTokens(), usage.completionTokens(), usage.estimated()),
        streamed);
    return usage;
  }

  /// It failed.
  ///
  /// @return the failure with what was spent until then
  Throwable failed(Throwable failure) {
    String type = failure instanceof LlmException told ? told.kind().id() : UNEXPECTED;
    call.failed(type, type.equals(UNEXPECTED) ? null : failure.getMessage());
    return failure instanceof LlmException told && hasBegun()
        ? told.after(usage(Optional.empty(), Optional.empty(), null))
        : failure;
  }

  /// Nobody wants the rest of it.
  void cancelled() {
    call.cancelled();
  }

  private AnswerUsage usage(
      Optional<TokenUsage> told, Optional<String> answering, String finishReason) {
    long now = System.nanoTime();
    return AnswerUsage.of(
        told.filter(tokens -> tokens.totalTokens() > 0).orElseGet(this::estimated),
        (hasBegun() ? firstToken : now) - started,
        now - started,
        provider,
        answering.orElse(model),
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
