package dev.cyanotype.llm;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A model could not answer, or not to the end. The message is written for the client: it names the
/// cause and carries no secret.
public final class LlmException extends RuntimeException {

  public enum Kind {
    /// No connection, or it was refused.
    UNREACHABLE,
    /// It does not answer requests like this one, now or later.
    REFUSED,
    /// It answers none for now: it is asked too often, overloaded or failing.
    UNAVAILABLE,
    /// It took too long.
    TIMEOUT,
    /// What it sent is not what the format says, or ended before its end.
    BROKEN;

    /// The name in metrics and traces.
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final transient AnswerUsage spent;

  public LlmException(Kind kind, String message) {
    this(kind, message, (Throwable) null);
  }

  public LlmException(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, null);
  }

  private LlmException(Kind kind, String message, Throwable cause, AnswerUsage spent) {
    super(message, cause, false, false);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.spent = spent;
  }

  /// The same failure, of an answer that had begun.
  LlmException after(AnswerUsage spent) {
    return new LlmException(kind, getMessage(), getCause(), spent);
  }

  public Kind kind() {
    return kind;
  }

  /// What the answer took until then; empty where nothing was generated.
  public Optional<AnswerUsage> spent() {
    return Optional.ofNullable(spent);
  }
}
