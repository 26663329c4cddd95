package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.ResourceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A resource as an engine would make it.
///
/// @param name of the resource in the blueprint
/// @param dependencies names of other wanted resources that have to be there first
/// @param settings by the engine's own names, such as `memory_bytes`: whatever has to be changed
///     where it differs. Shown in plans and kept, so a secret stands here as its digest only, see
///     [Settings#digest]
public record WantedResource(
    String name, ResourceType type, List<String> dependencies, Map<String, String> settings) {

  public WantedResource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    dependencies = List.copyOf(dependencies);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
