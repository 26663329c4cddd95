package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.function.Function;

/// A model's answer on its way to the client: told piece by piece, and kept for what follows it.
final class Answer {

  /// No blueprint and no memory needs more; an answer that is longer is cut off as broken.
  static final int MAX_CHARACTERS = 1024 * 1024;

  private final StringBuilder text = new StringBuilder();

  /// @param more further events that a piece of text brings, told behind it
  Multi<StreamEvent> tell(Multi<LlmEvent> events, Function<String, List<StreamEvent>> more) {
    return events
        .onItem()
        .transformToIterable(
            event ->
                switch (event) {
                  case LlmEvent.Text piece -> told(piece.text(), more);
                  case LlmEvent.Fallback fallback -> List.of(warning(fallback));
                  case LlmEvent.Finished finished -> end(finished);
                });
  }

  private List<StreamEvent> told(String piece, Function<String, List<StreamEvent>> more) {
    if (text.length() + piece.length() > MAX_CHARACTERS) {
      throw new LlmException(
          LlmException.Kind.BROKEN,
          "The model's answer is longer than " + MAX_CHARACTERS + " characters.");
    }
    text.append(piece);
    List<StreamEvent> others = more.apply(piece);
    StreamEvent told = new StreamEvent.Text(piece);
    if (others.isEmpty()) {
      return List.of(told);
    }
    List<StreamEvent> all = new java.util.ArrayList<>(others.size() + 1);
    all.add(told);
    all.addAll(others);
    return all;
  }

  static StreamEvent.Warning warning(LlmEvent.Fallback fallback) {
    return new StreamEvent.Warning(
        fallback.reason() + " The " + fallback.provider() + " provider answers instead.");
  }

  private static List<StreamEvent> end(LlmEvent.Finished finished) {
    if (!finished.isWhole()) {
      throw new LlmException(
          LlmException.Kind.BROKEN,
          "The model was cut off: finish_reason is " + finished.reason() + ".");
    }
    return List.of();
  }

  String text() {
    return text.toString();
  }
}
