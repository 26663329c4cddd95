package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/// What a deployment is for.
@RegisterForReflection
public enum Kind {
  /// To make what is there as a version of the blueprint wants it.
  DEPLOY,
  /// To remove everything.
  DESTROY,
  /// To go back to the version that was deployed before.
  ROLLBACK;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
