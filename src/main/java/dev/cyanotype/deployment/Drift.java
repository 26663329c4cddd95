package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;

/// How what is there differs from the version that was deployed.
///
/// @param version that was deployed
/// @param complete false where a later deployment stopped half way
/// @param resources those that differ
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Drift(
    @JsonProperty("blueprint_id") String blueprintId,
    int version,
    String engine,
    boolean simulated,
    String notice,
    boolean complete,
    @JsonProperty("in_sync") boolean inSync,
    List<Drifted> resources) {

  /// A resource that is not as it was deployed.
  ///
  /// @param changes from what was deployed to what is there
  /// @param changesLeftOut how many more there are where they are too many to be shown; else null
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Drifted(
      String name,
      Difference difference,
      List<Change> changes,
      @JsonProperty("changes_left_out") Integer changesLeftOut) {}

  /// What is the matter with a resource.
  @RegisterForReflection
  public enum Difference {
    MISSING,
    /// There, with other settings.
    CHANGED,
    /// There, though no part of the version.
    UNEXPECTED,
    STOPPED,
    UNHEALTHY,
    INCOMPLETE;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Drift of(DeployedBlueprints.Deployed deployed, Engine engine, DeploymentPlan repair) {
    List<Drifted> drifted =
        Excerpt.of(repair.steps()).stream()
            .filter(PlanStep::changesSomething)
            .map(
                step ->
                    new Drifted(
                        step.name(), difference(step), changes(step), step.changesLeftOut()))
            .toList();
    return new Drift(
        deployed.blueprintId(),
        deployed.version(),
        engine.id(),
        engine.isSimulated(),
        Plan.notice(engine.isSimulated(), engine.id()),
        deployed.complete(),
        drifted.isEmpty(),
        drifted);
  }

  private static Difference difference(PlanStep repair) {
    return switch (repair.action()) {
      case CREATE -> Difference.MISSING;
      case DELETE -> Difference.UNEXPECTED;
      case UPDATE, REPLACE, UNCHANGED ->
          switch (repair.actual().state()) {
            case RUNNING -> Difference.CHANGED;
            case STOPPED -> Difference.STOPPED;
            case UNHEALTHY -> Difference.UNHEALTHY;
            case INCOMPLETE -> Difference.INCOMPLETE;
          };
    };
  }

  /// The other way round: a repair leads from what is there.
  private static List<Change> changes(PlanStep repair) {
    return repair.changes().stream()
        .map(change -> new Change(change.name(), change.to(), change.from()))
        .toList();
  }
}
