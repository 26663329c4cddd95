package dev.cyanotype.blueprint;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One part of a blueprint.
///
/// @param specs sizes and settings, ordered as written; values are strings, numbers, booleans,
///     lists and maps of the same, never null
/// @param dependencies names of the resources of the same blueprint that must be there first
@RegisterForReflection
public record Resource(
    ResourceType type,
    String name,
    Provider provider,
    Map<String, Object> specs,
    List<String> dependencies) {

  public Resource {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(provider, "provider");
    specs = Tree.frozen(specs);
    dependencies = List.copyOf(dependencies);
  }

  public Resource withName(String newName) {
    return new Resource(type, newName, provider, specs, dependencies);
  }

  public Resource withSpecs(Map<String, Object> newSpecs) {
    return new Resource(type, name, provider, newSpecs, dependencies);
  }

  public Resource withDependencies(List<String> newDependencies) {
    return new Resource(type, name, provider, specs, newDependencies);
  }
}
