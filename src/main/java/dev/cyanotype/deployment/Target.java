package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.Blueprint;
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
}
