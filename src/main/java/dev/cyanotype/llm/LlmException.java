package dev.cyanotype.llm;

import java.util.Objects;

/// A model could not answer, or not to the end. The message is written for the client: it names the
/// cause and carries no secret.
public final class LlmException extends RuntimeException {

  public enum Kind {
    /// No connection, or it was refused.
    UNREACHABLE,
    /// It answered with an error of its own.
    REFUSED,
    /// It took too long.
    TIMEOUT,
    /// What it sent is not what the format says, or ended before its end.
    BROKEN
  }

  private final Kind kind;

  public LlmException(Kind kind, String message) {
    this(kind, message, null);
  }

  public LlmException(Kind kind, String message, Throwable cause) {
    super(message, cause, false, false);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public Kind kind() {
    return kind;
  }
}
