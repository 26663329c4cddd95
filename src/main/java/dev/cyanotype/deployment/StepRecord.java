package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.ResourceType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A step of a deployment as it is journaled.
///
/// @param afterLeftOut as in [PlanStep], and so is `changesLeftOut`
/// @param existed whether the resource was there when the deployment began
/// @param step what the engine does or did last
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepRecord(
    String name,
    ResourceType type,
    Action action,
    int stage,
    List<String> after,
    @JsonProperty("after_left_out") Integer afterLeftOut,
    List<Change> changes,
    @JsonProperty("changes_left_out") Integer changesLeftOut,
    @JsonIgnore boolean existed,
    StepState state,
    String step,
    @JsonProperty("started_at") Instant startedAt,
    @JsonProperty("ended_at") Instant endedAt,
    String error) {

  public StepRecord {
    after = List.copyOf(after);
    changes = List.copyOf(changes);
  }

  /// Null while it has not ended, or was never begun.
  @JsonProperty("duration_ms")
  public Long durationMillis() {
    return startedAt == null || endedAt == null
        ? null
        : Long.valueOf(Duration.between(startedAt, endedAt).toMillis());
  }

  /// Whether the deployment may have changed the resource, and has not changed it back.
  boolean mayHaveChanged() {
    return action != Action.UNCHANGED && state.mayHaveChanged();
  }
}
