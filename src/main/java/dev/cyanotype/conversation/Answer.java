package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import java.util.Optional;

/// A model's answer on its way to the client: told piece by piece, and kept where something follows
/// from the whole of it.
final class Answer {

  /// No blueprint and no memory needs more; of an answer that is longer, nothing is kept.
  static final int MAX_CHARACTERS = 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private boolean kept;

  /// @param kept whether [#text] will be asked for
  Answer(boolean kept) {
    this.kept = kept;
  }

  /// The same events as the client gets them; fails where the model was cut off.
  Multi<StreamEvent> tell(Multi<LlmEvent> events) {
    return events.select().where(Answer::isTold).onItem().transform(this::told);
  }

  private static boolean isTold(LlmEvent event) {
    if (event instanceof LlmEvent.Finished finished) {
      if (!finished.isWhole()) {
        throw new LlmException(
            LlmException.Kind.BROKEN,
            "The model was cut off: finish_reason is " + finished.reason() + ".");
      }
      return false;
    }
    return true;
  }

  private StreamEvent told(LlmEvent event) {
    return switch (event) {
      case LlmEvent.Text piece -> {
        keep(piece.text());
        yield new StreamEvent.Text(piece.text());
      }
      case LlmEvent.Fallback fallback -> warning(fallback);
      case LlmEvent.Finished finished -> throw new IllegalStateException("told: " + finished);
    };
  }

  private void keep(String piece) {
    if (kept && text.length() + piece.length() > MAX_CHARACTERS) {
      kept = false;
      text.setLength(0);
      text.trimToSize();
    }
    if (kept) {
      text.append(piece);
    }
  }

  static StreamEvent.Warning warning(LlmEvent.Fallback fallback) {
    return new StreamEvent.Warning(
        fallback.reason() + " The " + fallback.provider() + " provider answers instead.");
  }

  /// The whole answer; empty where it was not kept.
  Optional<String> text() {
    return kept ? Optional.of(text.toString()) : Optional.empty();
  }
}
