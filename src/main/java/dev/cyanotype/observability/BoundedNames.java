package dev.cyanotype.observability;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Names that come from outside and become labels: the first [#MAX] as they are, the others as one.
final class BoundedNames {

  static final int MAX = 100;
  static final String OTHER = "_OTHER";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  String bounded(String name) {
    if (known.contains(name)) {
      return name;
    }
    return known.size() < MAX && known.add(name) ? name : OTHER;
  }
}
