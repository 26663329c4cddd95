package dev.cyanotype.blueprint;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Optional;

/// What a resource is, in the words of the documented template structure.
@RegisterForReflection
public enum ResourceType {
  COMPUTE("compute"),
  NETWORK("network"),
  STORAGE("storage"),
  SERVICE("service");

  private final String id;

  ResourceType(String id) {
    this.id = id;
  }

  @JsonValue
  public String id() {
    return id;
  }

  public static Optional<ResourceType> of(Object id) {
    return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
  }
}
