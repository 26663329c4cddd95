package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/// How far a step has come.
@RegisterForReflection
public enum StepState {
  PENDING,
  /// Begun; whether it was done is known only to the engine while its end is not journaled.
  STARTED,
  DONE,
  FAILED,
  /// Not begun, since the deployment stopped before.
  SKIPPED,
  /// What it had done was undone.
  ROLLED_BACK,
  /// What it had done could not be undone.
  ROLLBACK_FAILED;

  /// Whether something may have been changed by it.
  boolean mayHaveChanged() {
    return this == STARTED || this == DONE || this == FAILED || this == ROLLBACK_FAILED;
  }

  boolean isOver() {
    return this != PENDING && this != STARTED;
  }

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepState of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
