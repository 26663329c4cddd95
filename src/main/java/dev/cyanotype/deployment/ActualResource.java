package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cyanotype.blueprint.ResourceType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A resource as an engine has it.
///
/// @param name of the resource in the blueprint, as what is deployed says itself
/// @param type as [WantedResource], in the engine's own words
/// @param dependencies as they were when it was made, so that it can be removed before them
/// @param externalIds the engine's own ids for what it consists of, such as a container's
/// @param settings as it runs now, under the names of [WantedResource#settings]; what is
///     missing or different there has drifted
public record ActualResource(
    String blueprintId,
    String name,
    ResourceType type,
    List<String> dependencies,
    List<String> externalIds,
    Map<String, String> settings,
    State state) {

  public ActualResource {
    Objects.requireNonNull(blueprintId, "blueprintId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(state, "state");
    dependencies = List.copyOf(dependencies);
    externalIds = List.copyOf(externalIds);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /// How a resource is.
  @RegisterForReflection
  public enum State {
    /// There, and where it can run, running.
    RUNNING,
    /// There, but stopped.
    STOPPED,
    /// Running, but its health check fails.
    UNHEALTHY,
    /// Only a part of it is there.
    INCOMPLETE;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
