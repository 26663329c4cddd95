package dev.cyanotype.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What plain data must keep to, wherever it comes from, so that everything made of it costs
/// bounded time and memory and can be written: the depth and number of values of [YamlDocument],
/// keys of at most [#MAX_KEY_LENGTH] characters, numbers that are finite, text that is Unicode.
final class TreeBounds {

  static final int MAX_KEY_LENGTH = 200;

  private int values;

  private TreeBounds() {}

  static Optional<Violation> firstViolation(Object tree, String pointer) {
    return Optional.ofNullable(new TreeBounds().check(tree, pointer, 0));
  }

  private Violation check(Object value, String pointer, int depth) {
    if (++values > YamlDocument.MAX_NODES) {
      return error(pointer, "is one of more than " + YamlDocument.MAX_NODES + " values");
    }
    if (depth > YamlDocument.MAX_DEPTH) {
      return error(pointer, "is nested deeper than " + YamlDocument.MAX_DEPTH + " levels");
    }
    return switch (value) {
      case Map<?, ?> map -> entries(map, pointer, depth);
      case List<?> list -> items(list, pointer, depth);
      case String text when !isUnicode(text) -> error(pointer, "has half of a surrogate pair");
      case Double number when !Double.isFinite(number) -> error(pointer, "is too large a number");
      case null, default -> null;
    };
  }

  private Violation entries(Map<?, ?> map, String pointer, int depth) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = entry.getKey().toString();
      if (key.length() > MAX_KEY_LENGTH) {
        return error(pointer, "has a key of more than " + MAX_KEY_LENGTH + " characters");
      }
      if (!isUnicode(key)) {
        return error(pointer, "has a key with half of a surrogate pair");
      }
      Violation violation =
          check(entry.getValue(), pointer + "/" + JsonPointers.escape(key), depth + 1);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private Violation items(List<?> list, String pointer, int depth) {
    for (int i = 0; i < list.size(); i++) {
      Violation violation = check(list.get(i), pointer + "/" + i, depth + 1);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static Violation error(String pointer, String message) {
    return Violation.error(Rule.BOUNDS, pointer, message);
  }
}
