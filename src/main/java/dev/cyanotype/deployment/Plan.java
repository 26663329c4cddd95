package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A plan as it is shown.
///
/// @param deploymentId null where nothing is done, as for a dry run
/// @param version that it leads to; null where everything is removed
/// @param notice says in words that an engine simulates; null where it does not
/// @param changes whether anything is to be done
/// @param summary how many resources each action is for
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
    @JsonProperty("blueprint_id") String blueprintId,
    @JsonProperty("deployment_id") String deploymentId,
    Integer version,
    String engine,
    boolean simulated,
    String notice,
    boolean changes,
    Map<String, Long> summary,
    List<PlanStep> steps,
    List<String> warnings) {

  static Plan of(
      String blueprintId,
      String deploymentId,
      Integer version,
      Engine engine,
      DeploymentPlan plan) {
    return new Plan(
        blueprintId,
        deploymentId,
        version,
        engine.id(),
        engine.isSimulated(),
        notice(engine.isSimulated(), engine.id()),
        plan.changesSomething(),
        plan.summary().entrySet().stream()
            .collect(
                Collectors.toMap(
                    count -> count.getKey().id(),
                    Map.Entry::getValue,
                    (one, _) -> one,
                    java.util.LinkedHashMap::new)),
        Excerpt.of(plan.steps()),
        plan.warnings());
  }

  static String notice(boolean simulated, String engine) {
    return simulated
        ? "The engine '" + engine + "' simulates: nothing real is created, changed or deleted."
        : null;
  }
}
