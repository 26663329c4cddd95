package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.ResourceType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;

/// What is to be done with one resource.
///
/// @param name of the resource, which no other step of the plan has
/// @param after names of the steps that have to be done before
/// @param afterLeftOut how many more there are where `after` is too long to be shown; else null
/// @param stage from 1; steps of one stage do not wait for each other
/// @param changes empty but for what is there and has to be another
/// @param changesLeftOut how many more there are, as `afterLeftOut`
/// @param wanted null for a deletion
/// @param actual null for a creation
@RegisterForReflection
public record PlanStep(
    String name,
    ResourceType type,
    Action action,
    int stage,
    List<String> after,
    @JsonProperty("after_left_out") @JsonInclude(JsonInclude.Include.NON_NULL) Integer afterLeftOut,
    List<Change> changes,
    @JsonProperty("changes_left_out") @JsonInclude(JsonInclude.Include.NON_NULL)
        Integer changesLeftOut,
    @JsonIgnore WantedResource wanted,
    @JsonIgnore ActualResource actual) {

  public PlanStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(action, "action");
    after = List.copyOf(after);
    changes = List.copyOf(changes);
  }

  /// One that is whole.
  PlanStep(
      String name,
      ResourceType type,
      Action action,
      int stage,
      List<String> after,
      List<Change> changes,
      WantedResource wanted,
      ActualResource actual) {
    this(name, type, action, stage, after, null, changes, null, wanted, actual);
  }

  @JsonIgnore
  public boolean changesSomething() {
    return action != Action.UNCHANGED;
  }
}
