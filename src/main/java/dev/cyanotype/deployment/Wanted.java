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

  /// What an engine says that it would make; where nothing is wanted it is not asked.
  ///
  /// @throws EngineException of [Engine#wanted]
  static Wanted of(Engine engine, Target target) {
    return target.blueprint().resources().isEmpty()
        ? new Wanted(List.of(), List.of())
        : engine.wanted(target);
  }
}
