package dev.cyanotype.streaming;

import dev.cyanotype.streaming.StreamEvent.Outcome;
import java.util.Locale;

/// How a stream ended, as it is counted and told to who asks for it later. Finer than the
/// [Outcome] of the `done` event that the client gets.
public enum Ending {
  /// The answer is whole.
  COMPLETE(Outcome.COMPLETE),
  /// The answer is a question back to the user.
  CLARIFICATION_NEEDED(Outcome.CLARIFICATION_NEEDED),
  /// It was stopped on request.
  CANCELLED(Outcome.CANCELLED),
  /// The model failed.
  ERROR(Outcome.ERROR),
  /// The model took too long.
  TIMED_OUT(Outcome.ERROR),
  /// The service went down before the answer was whole.
  SHUT_DOWN(Outcome.ERROR),
  /// The answer ended without saying how, which is a fault of the service.
  BROKEN(Outcome.ERROR),
  /// The client went away; nobody got a `done`.
  DISCONNECTED(Outcome.CANCELLED),
  /// The client was cut off, since it took nothing for too long.
  STALLED(Outcome.CANCELLED);

  private final Outcome outcome;

  Ending(Outcome outcome) {
    this.outcome = outcome;
  }

  /// What the last event says of it.
  Outcome outcome() {
    return outcome;
  }

  static Ending of(Outcome outcome) {
    return switch (outcome) {
      case COMPLETE -> COMPLETE;
      case CLARIFICATION_NEEDED -> CLARIFICATION_NEEDED;
      case CANCELLED -> CANCELLED;
      case ERROR -> ERROR;
    };
  }

  /// The name in metrics and answers.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
