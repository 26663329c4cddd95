package dev.cyanotype.blueprint.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Secrets that stand in a blueprint in the clear.
public final class InlineSecrets {

  private static final Pattern KEY =
      Pattern.compile(
          "(?i).*(password|passwd|secret|api[-_]?key|private[-_]?key|access[-_]?key|token)$");

  private InlineSecrets() {}

  /// Whether a value under this name is one, unless it is empty or refers to one.
  public static boolean isSecret(String key, Object value) {
    return KEY.matcher(key).matches()
        && value instanceof String text
        && !text.isBlank()
        && EnvText.of(text).references().findAny().isEmpty();
  }

  /// The same plain data without the values that are secrets.
  static Object without(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> without(map);
      case List<?> list -> list.stream().map(InlineSecrets::without).toList();
      case null, default -> tree;
    };
  }

  private static Map<String, Object> without(Map<?, ?> map) {
    Map<String, Object> rest = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!isSecret(key.toString(), value)) {
            rest.put(key.toString(), without(value));
          }
        });
    return rest;
  }
}
