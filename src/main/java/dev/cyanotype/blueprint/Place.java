package dev.cyanotype.blueprint;

import java.util.HashMap;
import java.util.Map;

/// Where a value stands in its text, and where those inside it do. A tree beside that of the
/// values, since pointers as texts would hold long keys once for each value under them.
final class Place {

  private final Position position;
  private Map<String, Place> inside = Map.of();

  Place(Position position) {
    this.position = position;
  }

  Place inner(String token, Position where) {
    if (inside.isEmpty()) {
      inside = new HashMap<>();
    }
    Place place = new Place(where);
    inside.put(token, place);
    return place;
  }

  /// Of the place that a JSON Pointer names, or of the nearest around it.
  Position position(String pointer) {
    Place place = this;
    String[] tokens = pointer.split("/", -1);
    for (int i = 1; i < tokens.length; i++) {
      Place inner = place.inside.get(JsonPointers.unescape(tokens[i]));
      if (inner == null) {
        break;
      }
      place = inner;
    }
    return place.position;
  }
}
