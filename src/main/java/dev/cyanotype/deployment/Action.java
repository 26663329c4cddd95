package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/// What becomes of a resource.
@RegisterForReflection
public enum Action {
  CREATE,
  /// Changed in place.
  UPDATE,
  /// Made anew under its name, since it cannot be changed in place.
  REPLACE,
  DELETE,
  UNCHANGED;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Action of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
