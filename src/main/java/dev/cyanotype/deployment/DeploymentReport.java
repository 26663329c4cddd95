package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A deployment as it is shown.
///
/// @param version that it leads to; null where everything is removed
/// @param previousVersion that was deployed before; null for none
/// @param rollbackOf the deployment that it takes back; null for none
/// @param resumed how often it was gone on with after an interruption
/// @param error null unless it failed or was interrupted
/// @param steps null in lists
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeploymentReport(
    String id,
    @JsonProperty("blueprint_id") String blueprintId,
    Kind kind,
    String engine,
    boolean simulated,
    String notice,
    Integer version,
    @JsonProperty("previous_version") Integer previousVersion,
    @JsonProperty("rollback_of") String rollbackOf,
    @JsonProperty("on_failure") OnFailure onFailure,
    Status status,
    int resumed,
    @JsonProperty("requested_by") String requestedBy,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("ended_at") Instant endedAt,
    @JsonProperty("duration_ms") Long durationMillis,
    String error,
    List<String> warnings,
    List<StepRecord> steps) {

  /// @param steps null to leave them out
  static DeploymentReport of(Deployment deployment, List<StepRecord> steps) {
    return new DeploymentReport(
        deployment.id(),
        deployment.blueprintId(),
        deployment.kind(),
        deployment.engine(),
        deployment.simulated(),
        Plan.notice(deployment.simulated(), deployment.engine()),
        deployment.version().orElse(null),
        deployment.previousVersion().orElse(null),
        deployment.rollbackOf().orElse(null),
        deployment.onFailure(),
        deployment.status(),
        deployment.resumed(),
        deployment.requestedBy().id(),
        deployment.createdAt(),
        deployment.endedAt().orElse(null),
        deployment
            .endedAt()
            .map(end -> Duration.between(deployment.createdAt(), end).toMillis())
            .orElse(null),
        deployment.error().orElse(null),
        deployment.warnings(),
        steps);
  }
}
