package dev.cyanotype.llm.builtin;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// Enumerations in sentences.
final class Lists {

  private static final int MOST = 12;

  private Lists() {}

  /// `` `web-server`, `database` `` and how many more.
  static String names(Collection<String> names) {
    String first =
        names.stream().limit(MOST).map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    int more = names.size() - MOST;
    return more > 0 ? first + Prose.say("general.more", Map.of("count", more)) : first;
  }

  static String bullets(Collection<String> lines) {
    return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
  }
}
