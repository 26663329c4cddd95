package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmException;
import dev.cyanotype.streaming.Ending;
import dev.cyanotype.streaming.Fault;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import org.jboss.logging.Logger;

/// How answers end.
final class Endings {

  private static final Logger LOG = Logger.getLogger(Endings.class);

  private Endings() {}

  static Multi<StreamEvent> done(Outcome outcome) {
    return Multi.createFrom().item(new StreamEvent.Done(outcome));
  }

  /// What a failure of an answer means for its stream.
  static Fault fault(Throwable failure) {
    if (failure instanceof LlmException llm) {
      LOG.warnf("A stream ended with an error: %s", llm.getMessage());
      return new Fault(ending(llm.kind()), llm.getMessage());
    }
    return Fault.unexpected(failure);
  }

  private static Ending ending(LlmException.Kind kind) {
    return switch (kind) {
      case TIMEOUT -> Ending.TIMED_OUT;
      case UNREACHABLE, REFUSED, UNAVAILABLE, BROKEN -> Ending.ERROR;
    };
  }
}
