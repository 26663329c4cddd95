package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.StoredBlueprint;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A blueprint to deploy.
///
/// @param blueprintId of the stored blueprint: what is deployed carries it, and is found by it
/// @param version of the stored blueprint, from 1
public record Target(String blueprintId, int version, Blueprint blueprint) {

  public Target {
    Objects.requireNonNull(blueprintId, "blueprintId");
    Objects.requireNonNull(blueprint, "blueprint");
  }

  static Target of(StoredBlueprint stored) {
    return new Target(stored.id(), stored.version(), stored.blueprint());
  }

  /// What a destruction leads to.
  static Target nothing(String blueprintId) {
    return new Target(
        blueprintId, 0, new Blueprint(Blueprint.VERSION, "nothing", "", List.of(), Map.of()));
  }
}
