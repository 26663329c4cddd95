package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a deployment has come.
@RegisterForReflection
public enum Status {
  RUNNING(false),
  ROLLING_BACK(false),
  /// Stopped half way, since the service went down or the engine is out of reach. Goes on by
  /// itself when both are there again.
  INTERRUPTED(false),
  SUCCEEDED(true),
  /// Failed, and everything is as it was before.
  FAILED_ROLLED_BACK(true),
  /// Failed, and what was done by then is still there.
  FAILED_KEPT(true),
  CANCELLED_ROLLED_BACK(true),
  CANCELLED_KEPT(true),
  /// Failed or cancelled, and could not be rolled back altogether; its steps say what is left.
  ROLLBACK_FAILED(true);

  private final boolean ended;

  Status(boolean ended) {
    this.ended = ended;
  }

  public boolean isEnded() {
    return ended;
  }

  /// Whether everything is again as it was.
  boolean isUndone() {
    return this == FAILED_ROLLED_BACK || this == CANCELLED_ROLLED_BACK;
  }

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Status> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
  }
}
