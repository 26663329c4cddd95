package dev.cyanotype.requirements;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How much of an outage the words allow.
public enum Availability {
  /// No single machine's end may be noticed.
  HIGH,
  /// An outage is said to be acceptable.
  BASIC;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
