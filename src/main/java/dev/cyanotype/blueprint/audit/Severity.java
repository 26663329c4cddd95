package dev.cyanotype.blueprint.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How bad a finding is, worst first.
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// True for what should not go live.
  public boolean isGrave() {
    return this != LOW;
  }
}
