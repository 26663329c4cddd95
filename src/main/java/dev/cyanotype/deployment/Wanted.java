package dev.cyanotype.deployment;

import java.util.List;

/// What an engine would make of a blueprint.
///
/// @param warnings what the engine cannot express, and leaves out or does otherwise
public record Wanted(List<WantedResource> resources, List<String> warnings) {

  public Wanted {
    resources = List.copyOf(resources);
    warnings = List.copyOf(warnings);
  }
}
