package dev.cyanotype.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much there is to a template; each has its band of cost.
public enum Complexity {
  SIMPLE,
  MEDIUM,
  ADVANCED;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Complexity> of(Object id) {
    return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
  }
}
