package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmException;
import dev.cyanotype.problem.Problem;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import org.jboss.logging.Logger;

/// Sees to it that every stream ends with exactly one `done`.
final class Endings {

  private static final Logger LOG = Logger.getLogger(Endings.class);

  private Endings() {}

  static Multi<StreamEvent> done(Outcome outcome) {
    return Multi.createFrom().item(new StreamEvent.Done(outcome));
  }

  /// `events`, which end with their own `done`; where they fail, `error` and `done` instead.
  static Multi<StreamEvent> ensured(Multi<StreamEvent> events) {
    return events
        .onFailure()
        .recoverWithMulti(
            failure ->
                Multi.createFrom()
                    .items(
                        new StreamEvent.Failed(message(failure)),
                        new StreamEvent.Done(Outcome.ERROR)));
  }

  private static String message(Throwable failure) {
    if (failure instanceof LlmException) {
      LOG.warnf("A stream ended with an error: %s", failure.getMessage());
      return failure.getMessage();
    }
    LOG.error("A stream failed", failure);
    return Problem.UNEXPECTED;
  }
}
