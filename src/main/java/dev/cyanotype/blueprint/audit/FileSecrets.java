package dev.cyanotype.blueprint.audit;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Secrets in the text of files, whatever their format: a line that sets what is called one, and
/// private keys.
final class FileSecrets {

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY");

  private static final Pattern LINE =
      Pattern.compile(
          "(?im)^[ \\t\"'-]*+[a-z0-9_.-]{0,60}(?:password|passwd|secret|api[-_]?key|private[-_]?key|access[-_]?key"
              + "|token)[\"']?[ \\t]*[:=][ \\t]*(\\S[^\\r\\n]{0,200})");

  /// A variable or template of the product's own, a file, or nothing at all.
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "[\"']?(\\{?\\$|\\{\\{|<|/|%|(vault|secret|env|file|ref)[:/]|#|[\"']|\\{\\W*$|\\[\\W*$).*");

  private FileSecrets() {}

  static boolean isIn(Object files) {
    return files instanceof List<?> list
        && list.stream()
            .anyMatch(
                file ->
                    file instanceof Map<?, ?> map
                        && map.get("content") instanceof String content
                        && isIn(content));
  }

  private static boolean isIn(String content) {
    Matcher lines = LINE.matcher(content);
    return PRIVATE_KEY.matcher(content).find()
        || lines.results().anyMatch(line -> !ELSEWHERE.matcher(line.group(1)).matches());
  }
}
