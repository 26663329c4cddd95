package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.cyanotype.blueprint.ResourceType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;

/// What is to be done with one resource.
///
/// @param name of the resource, which no other step of the plan has
/// @param after names of the steps that have to be done before
/// @param stage from 1; steps of one stage do not wait for each other
/// @param changes empty but for what is there and has to be another
/// @param wanted null for a deletion
/// @param actual null for a creation
@RegisterForReflection
public record PlanStep(
    String name,
    ResourceType type,
    Action action,
    int stage,
    List<String> after,
    List<Change> changes,
    @JsonIgnore WantedResource wanted,
    @JsonIgnore ActualResource actual) {

  public PlanStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(action, "action");
    after = List.copyOf(after);
    changes = List.copyOf(changes);
  }

  @JsonIgnore
  public boolean changesSomething() {
    return action != Action.UNCHANGED;
  }
}
