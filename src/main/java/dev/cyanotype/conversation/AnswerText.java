package dev.cyanotype.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds in a model's prose what a program can use.
final class AnswerText {

  private static final Pattern FENCED =
      Pattern.compile("(?ms)^[ \\t]*```[ \\t]*(\\w*)[^\\n]*\\n(.*?)(?:^[ \\t]*```|\\z)");
  private static final Pattern BARE = Pattern.compile("(?ms)^(?:version|name):.*^resources:.*");
  private static final Pattern BULLET =
      Pattern.compile("(?m)^ {0,3}(?:[-*+]|\\d{1,3}[.)])\\s+(.+)$");

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
    Matcher bare = BARE.matcher(answer);
    return bare.find() ? Optional.of(bare.group()) : Optional.empty();
  }

  /// The items of its lists, without their markers.
  static List<String> bullets(String answer) {
    List<String> bullets = new ArrayList<>();
    Matcher bullet = BULLET.matcher(answer);
    while (bullet.find()) {
      bullets.add(bullet.group(1).strip());
    }
    return bullets;
  }

  /// The prose around its fenced blocks.
  static String prose(String answer) {
    return FENCED.matcher(answer).replaceAll("").replaceAll("\n{3,}", "\n\n").strip();
  }
}
