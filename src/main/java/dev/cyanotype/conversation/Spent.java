package dev.cyanotype.conversation;

import dev.cyanotype.llm.AnswerUsage;
import java.util.Optional;

/// What the calls to models behind one reply took together.
final class Spent {

  private AnswerUsage total;

  void add(AnswerUsage usage) {
    total = total == null ? usage : total.plus(usage);
  }

  /// Empty where no model was asked, or generated nothing.
  Optional<AnswerUsage> total() {
    return Optional.ofNullable(total);
  }
}
