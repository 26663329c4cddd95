package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/// What happens to a resource, in a `resource` event of a deployment.
///
/// @param rollback true where it is changed back; null otherwise
/// @param step what the engine does, in its own words
/// @param simulated true where nothing happens but in the books of a fake engine
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ResourceProgress(
    String name,
    Action action,
    StepState state,
    Boolean rollback,
    String step,
    @JsonProperty("duration_ms") Long durationMillis,
    String error,
    boolean simulated,
    Instant at) {}
