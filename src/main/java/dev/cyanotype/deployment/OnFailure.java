package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What becomes of what a deployment has changed when it fails or is cancelled.
@RegisterForReflection
public enum OnFailure {
  /// It becomes again what it was.
  ROLLBACK,
  /// It stays, and what does not depend on the failure is still done.
  KEEP;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<OnFailure> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
  }
}
