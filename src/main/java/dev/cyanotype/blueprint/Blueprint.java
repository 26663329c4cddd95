package dev.cyanotype.blueprint;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An infrastructure design in the documented template structure. Immutable all the way down, so
/// that a template can be handed out without a copy.
///
/// @param version of the structure, `"1.0"`
/// @param metadata ordered as written; `template`, `category` and `complexity` for a template,
///     and what a customisation records
@RegisterForReflection
public record Blueprint(
    String version,
    String name,
    String description,
    List<Resource> resources,
    Map<String, Object> metadata) {

  public static final String VERSION = "1.0";

  public Blueprint {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    resources = List.copyOf(resources);
    metadata = Tree.frozen(metadata);
  }

  public Optional<Resource> resource(String resourceName) {
    return resources.stream().filter(resource -> resource.name().equals(resourceName)).findFirst();
  }

  public Optional<String> metadataText(String key) {
    return metadata.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public Blueprint withName(String newName) {
    return new Blueprint(version, newName, description, resources, metadata);
  }

  public Blueprint withDescription(String newDescription) {
    return new Blueprint(version, name, newDescription, resources, metadata);
  }

  public Blueprint withResources(List<Resource> newResources) {
    return new Blueprint(version, name, description, newResources, metadata);
  }

  /// This blueprint with `additions` put into its metadata, over what was there under the same
  /// keys.
  public Blueprint withMetadata(Map<String, ?> additions) {
    Map<String, Object> merged = new LinkedHashMap<>(metadata);
    merged.putAll(additions);
    return new Blueprint(version, name, description, resources, merged);
  }
}
