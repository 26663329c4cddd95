package dev.cyanotype.template;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The eight categories, in the documented order.
public enum Category {
  WEB,
  DATABASE,
  MICROSERVICES,
  DATA,
  ML,
  SECURITY,
  NETWORKING,
  MONITORING;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Category> of(Object id) {
    return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
  }
}
