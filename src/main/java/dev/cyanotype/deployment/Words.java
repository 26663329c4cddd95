package dev.cyanotype.deployment;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// Amounts and lists, as people say them.
final class Words {

  private static final int MOST_NAMES = 5;

  private Words() {}

  /// `5 minutes`, `1.5 seconds`.
  static String of(Duration time) {
    long millis = time.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return count(millis / 60_000, "minute");
    }
    return millis % 1000 == 0 ? count(millis / 1000, "second") : millis + " milliseconds";
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /// The first few, and how many more there are.
  static String names(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_NAMES).toList();
    int more = names.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }
}
