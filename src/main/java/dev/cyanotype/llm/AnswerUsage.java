package dev.cyanotype.llm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// What an answer took, as clients are told.
///
/// @param estimated true where the provider gave no figures: about four characters are a token
/// @param timeToFirstTokenMs from asking to the first text, retries with it; of an answer in one
///     piece, to its arrival
/// @param durationMs from asking to the end
/// @param tokensPerSecond completion tokens by duration
/// @param model that answered, as the provider named it
/// @param finishReason in the words of the OpenAI format; null where the answer broke off
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnswerUsage(
    @JsonProperty("prompt_tokens") long promptTokens,
    @JsonProperty("completion_tokens") long completionTokens,
    @JsonProperty("total_tokens") long totalTokens,
    boolean estimated,
    @JsonProperty("time_to_first_token_ms") long timeToFirstTokenMs,
    @JsonProperty("duration_ms") long durationMs,
    @JsonProperty("tokens_per_second") double tokensPerSecond,
    String provider,
    String model,
    @JsonProperty("finish_reason") String finishReason) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  static AnswerUsage of(
      TokenUsage tokens,
      long firstTokenNanos,
      long durationNanos,
      String provider,
      String model,
      String finishReason) {
    return new AnswerUsage(
        tokens.promptTokens(),
        tokens.completionTokens(),
        tokens.totalTokens(),
        tokens.estimated(),
        firstTokenNanos / NANOS_PER_MILLI,
        durationNanos / NANOS_PER_MILLI,
        rate(tokens.completionTokens(), durationNanos),
        provider,
        model,
        finishReason);
  }

  /// Of this answer and the ones that repaired it: who answered last, and what all of them took.
  public AnswerUsage plus(AnswerUsage later) {
    long completion = completionTokens + later.completionTokens;
    long duration = durationMs + later.durationMs;
    return new AnswerUsage(
        promptTokens + later.promptTokens,
        completion,
        totalTokens + later.totalTokens,
        estimated || later.estimated,
        timeToFirstTokenMs,
        duration,
        rate(completion, duration * NANOS_PER_MILLI),
        later.provider,
        later.model,
        later.finishReason);
  }

  /// To one decimal; an answer that took no time that can be measured is given a millisecond.
  private static double rate(long tokens, long nanos) {
    return Math.round(tokens * 10e9 / Math.max(nanos, NANOS_PER_MILLI)) / 10.0;
  }
}
