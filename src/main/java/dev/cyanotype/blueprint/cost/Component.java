package dev.cyanotype.blueprint.cost;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a part of a cost is paid for.
@RegisterForReflection
@Schema(name = "CostComponent")
public enum Component {
  CPU,
  MEMORY,
  STORAGE,
  GPU,
  /// What each running machine or container costs beside its size.
  INSTANCES,
  NETWORK;

  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
