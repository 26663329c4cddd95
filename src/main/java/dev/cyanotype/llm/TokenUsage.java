package dev.cyanotype.llm;

/// What a call took of its model.
///
/// @param promptTokens at least 0
/// @param completionTokens at least 0
/// @param estimated true where the provider gave no figures, so that they were derived from the
///     length of the texts
public record TokenUsage(int promptTokens, int completionTokens, boolean estimated) {

  public TokenUsage {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException("tokens below 0");
    }
  }

  public long totalTokens() {
    return (long) promptTokens + completionTokens;
  }
}
