package dev.cyanotype.blueprint;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Optional;

/// Where a resource runs. `fake` is a simulation and says so.
@RegisterForReflection
public enum Provider {
  PROXMOX("proxmox"),
  FAKE("fake"),
  DOCKER("docker");

  private final String id;

  Provider(String id) {
    this.id = id;
  }

  @JsonValue
  public String id() {
    return id;
  }

  public static Optional<Provider> of(Object id) {
    return Arrays.stream(values()).filter(provider -> provider.id.equals(id)).findFirst();
  }
}
