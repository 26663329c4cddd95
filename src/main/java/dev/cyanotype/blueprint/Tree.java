package dev.cyanotype.blueprint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plain data as JSON and YAML know it: maps, lists, strings, numbers, booleans.
final class Tree {

  private Tree() {}

  /// A deep, unmodifiable copy that keeps the order of keys and leaves out null values.
  static Map<String, Object> frozen(Map<String, ?> map) {
    Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(key, frozenValue(value));
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  @SuppressWarnings("unchecked") // keys are strings: the codec and JSON make no others
  private static Object frozenValue(Object value) {
    return switch (value) {
      case Map<?, ?> map -> frozen((Map<String, ?>) map);
      case List<?> list -> list.stream().filter(v -> v != null).map(Tree::frozenValue).toList();
      default -> value;
    };
  }
}
