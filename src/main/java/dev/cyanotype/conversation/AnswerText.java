package dev.cyanotype.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds in a model's prose what a program can use.
final class AnswerText {

  private static final Pattern FENCED =
      Pattern.compile("(?ms)^[ \\t]*+```[ \\t]*+(\\w*+)[^\\n]*+\\n(.*?)(?:^[ \\t]*+```|\\z)");
  private static final Pattern FIRST_FIELD = Pattern.compile("(?m)^(?:version|name):");
  private static final Pattern RESOURCES = Pattern.compile("(?m)^resources:");
  private static final Pattern BULLET =
      Pattern.compile("(?m)^ {0,3}(?:[-*+]|\\d{1,3}[.)])[ \\t]+(.+)$");

  private AnswerText() {}

  /// The YAML or JSON of the last fenced block that holds resources; without fences, all from the
  /// first field of a blueprint on.
  static Optional<String> blueprint(String answer) {
    Optional<String> last = Optional.empty();
    Matcher fenced = FENCED.matcher(answer);
    while (fenced.find()) {
      if (fenced.group(2).contains("resources")) {
        last = Optional.of(fenced.group(2));
      }
    }
    return last.or(() -> bare(answer));
  }

  private static Optional<String> bare(String answer) {
    if (answer.stripLeading().startsWith("{") && answer.contains("\"resources\"")) {
      return Optional.of(answer);
    }
    Matcher first = FIRST_FIELD.matcher(answer);
    return first.find() && RESOURCES.matcher(answer).find(first.end())
        ? Optional.of(answer.substring(first.start()))
        : Optional.empty();
  }

  /// The items of its lists without their markers; where it has none, the rows of its tables, as
  /// `first cell: heading cell, heading cell …`, without empty cells.
  static List<String> items(String answer) {
    List<String> items =
        BULLET.matcher(answer).results().map(item -> item.group(1).strip()).toList();
    return items.isEmpty() ? rows(answer) : items;
  }

  private static List<String> rows(String answer) {
    List<String> rows = new ArrayList<>();
    List<String> headings = List.of();
    for (String line : answer.lines().toList()) {
      List<String> cells = cells(line);
      if (cells.isEmpty()) {
        headings = List.of();
      } else if (headings.isEmpty()) {
        headings = cells;
      } else if (!isRuler(cells)) {
        rows.add(row(headings, cells));
      }
    }
    return rows;
  }

  /// Without a regular expression, since a model may write a hundred thousand spaces.
  private static List<String> cells(String line) {
    String row = line.strip();
    return row.length() > 2 && row.startsWith("|") && row.endsWith("|")
        ? Stream.of(row.substring(1, row.length() - 1).split("\\|")).map(String::strip).toList()
        : List.of();
  }

  private static boolean isRuler(List<String> cells) {
    return cells.stream().allMatch(cell -> cell.chars().allMatch(c -> c == '-' || c == ':'));
  }

  private static String row(List<String> headings, List<String> cells) {
    return IntStream.range(1, Math.min(headings.size(), cells.size()))
        .filter(i -> !cells.get(i).isEmpty() && !cells.get(i).equals("–"))
        .mapToObj(
            i ->
                headings.get(i).equals("why") ? cells.get(i) : headings.get(i) + " " + cells.get(i))
        .collect(Collectors.joining(", ", cells.getFirst() + ": ", ""));
  }

  /// The prose around its fenced blocks.
  static String prose(String answer) {
    return FENCED.matcher(answer).replaceAll("").replaceAll("\n{3,}", "\n\n").strip();
  }
}
