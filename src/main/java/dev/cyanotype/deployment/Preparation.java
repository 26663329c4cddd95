package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.store.StoredBlueprint;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Makes of what is ordered what could be begun, or says why it cannot be: 404 for what there is
/// none of, 409 where the state of things does not allow it, 422 for what has to be changed first.
@ApplicationScoped
public class Preparation {

  private final BlueprintStore blueprints;
  private final Engines engines;
  private final DeployedBlueprints deployed;
  private final Journal journal;

  Preparation(
      BlueprintStore blueprints, Engines engines, DeployedBlueprints deployed, Journal journal) {
    this.blueprints = blueprints;
    this.engines = engines;
    this.deployed = deployed;
    this.journal = journal;
  }

  PreparedDeployment deploy(Order order) {
    StoredBlueprint stored = stored(order.blueprintId(), order.version());
    checkValid(stored.blueprint());
    return new PreparedDeployment(
        Kind.DEPLOY,
        order.engine().map(engines::named).orElseGet(() -> engines.of(stored.blueprint())),
        Target.of(stored),
        Optional.of(stored.version()),
        order.onFailure().orElse(OnFailure.ROLLBACK),
        Optional.empty(),
        order.caller());
  }

  PreparedDeployment destroy(Order order) {
    String blueprintId = order.blueprintId();
    stored(blueprintId, Optional.empty());
    return new PreparedDeployment(
        Kind.DESTROY,
        engines.named(order.engine().orElseGet(() -> deployed.only(blueprintId).engine())),
        Target.nothing(blueprintId),
        Optional.empty(),
        order.onFailure().orElse(OnFailure.KEEP),
        Optional.empty(),
        order.caller());
  }

  PreparedDeployment rollback(Deployment undone, Optional<OnFailure> onFailure, Caller caller) {
    checkCanBeRolledBack(undone);
    StoredBlueprint before = stored(undone.blueprintId(), Optional.of(versionBefore(undone)));
    return new PreparedDeployment(
        Kind.ROLLBACK,
        engines.named(undone.engine()),
        Target.of(before),
        Optional.of(before.version()),
        onFailure.orElse(OnFailure.ROLLBACK),
        Optional.of(undone.id()),
        caller);
  }

  private void checkCanBeRolledBack(Deployment undone) {
    if (!undone.status().isEnded()) {
      throw ProblemException.conflict(
          "This deployment has not ended yet; POST /api/v1/deployments/"
              + undone.id()
              + "/cancel stops it.");
    }
    if (undone.status().isUndone()) {
      throw ProblemException.conflict("This deployment was rolled back already, when it stopped.");
    }
    Deployment latest = journal.latest(undone.blueprintId(), undone.engine()).orElseThrow();
    if (!latest.id().equals(undone.id())) {
      throw ProblemException.conflict(
          "This is not the blueprint's latest deployment, which is "
              + latest.id()
              + "; roll that back, or deploy the version that you want.");
    }
  }

  private static int versionBefore(Deployment undone) {
    return undone
        .previousVersion()
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "Nothing was deployed before this deployment, so there is no version to go"
                        + " back to; POST /api/v1/blueprints/"
                        + undone.blueprintId()
                        + "/destroy removes everything."));
  }

  /// @param version empty for the newest
  StoredBlueprint stored(String id, Optional<Integer> version) {
    StoredBlueprint newest = blueprints.find(id).orElseThrow(Preparation::noBlueprint);
    return version.isEmpty()
        ? newest
        : blueprints.find(id, version.get()).orElseThrow(() -> noVersion(newest));
  }

  private static ProblemException noBlueprint() {
    return ProblemException.notFound(
        "There is no blueprint of this id; GET /api/v1/blueprints lists those there are.");
  }

  private static ProblemException noVersion(StoredBlueprint newest) {
    return ProblemException.unprocessable(
        List.of(
            new FieldError(
                "version", "must be a version of the blueprint, from 1 to " + newest.version())));
  }

  private static void checkValid(Blueprint blueprint) {
    List<FieldError> errors =
        BlueprintValidator.validate(blueprint).stream()
            .filter(Violation::isError)
            .map(violation -> new FieldError(violation.pointer(), violation.message()))
            .toList();
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
  }
}
