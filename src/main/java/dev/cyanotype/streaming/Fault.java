package dev.cyanotype.streaming;

import dev.cyanotype.problem.Problem;
import java.util.Objects;
import org.jboss.logging.Logger;

/// What a failure means for a stream.
///
/// @param ending as it is counted
/// @param message what the `error` event tells the client, without secrets
public record Fault(Ending ending, String message) {

  private static final Logger LOG = Logger.getLogger(Fault.class);

  public Fault {
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(message, "message");
  }

  /// A failure that is the service's own; its cause stands in the log only.
  public static Fault unexpected(Throwable failure) {
    LOG.error("A stream failed", failure);
    return new Fault(Ending.ERROR, Problem.UNEXPECTED);
  }
}
