package dev.cyanotype.deployment;

import dev.cyanotype.database.Column;
import java.util.List;
import java.util.Optional;

/// What is shown and journaled of a plan's steps, so that one of 500 resources can be read: whole
/// where it is small.
final class Excerpt {

  /// Characters of a value.
  private static final int VALUE = 120;

  private static final int MOST_AFTER = 20;
  private static final int MOST_CHANGES = 50;
  private static final int LEAST_CHANGES = 2;

  /// What steps share, except that each has [#LEAST_CHANGES].
  private static final int ALL_CHANGES = 500;

  private Excerpt() {}

  static List<PlanStep> of(List<PlanStep> steps) {
    int most = mostChanges(steps.stream().filter(step -> !step.changes().isEmpty()).count());
    return steps.stream().map(step -> of(step, most)).toList();
  }

  /// @param steps with changes
  static int mostChanges(long steps) {
    return Math.clamp(ALL_CHANGES / Math.max(1, steps), LEAST_CHANGES, MOST_CHANGES);
  }

  private static PlanStep of(PlanStep step, int mostChanges) {
    return new PlanStep(
        step.name(),
        step.type(),
        step.action(),
        step.stage(),
        first(step.after(), MOST_AFTER),
        leftOut(step.after(), MOST_AFTER).orElse(null),
        changes(step.changes(), mostChanges),
        leftOut(step.changes(), mostChanges).orElse(null),
        step.wanted(),
        step.actual());
  }

  static List<Change> changes(List<Change> changes, int most) {
    return first(changes, most).stream().map(Excerpt::of).toList();
  }

  private static Change of(Change change) {
    return new Change(Column.text(change.name(), VALUE), value(change.from()), value(change.to()));
  }

  private static String value(String value) {
    return value == null ? null : Column.text(value, VALUE);
  }

  private static <T> List<T> first(List<T> all, int most) {
    return all.subList(0, Math.min(all.size(), most));
  }

  /// How many; empty for none.
  static Optional<Integer> leftOut(List<?> all, int most) {
    return Optional.of(all.size() - most).filter(rest -> rest > 0);
  }
}
