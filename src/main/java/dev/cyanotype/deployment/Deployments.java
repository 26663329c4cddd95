package dev.cyanotype.deployment;

import dev.cyanotype.deployment.DeployedBlueprints.Deployed;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import dev.cyanotype.security.DeployGuard;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// Plans, begins and shows deployments of stored blueprints.
///
/// Everything blocks but [#follow], and throws [dev.cyanotype.problem.ProblemException]: 403 where
/// the caller may not use a real engine, 404 for what there is none of, 409 where the state of
/// things does not allow it, 422 for what has to be changed first, 503 where the engine is out of
/// reach.
@ApplicationScoped
public class Deployments {

  private final Preparation preparation;
  private final DeploymentRequests requests;
  private final Engines engines;
  private final Journal journal;
  private final DeployedBlueprints deployed;
  private final Following following;
  private final DeployGuard guard;

  Deployments(
      Preparation preparation,
      DeploymentRequests requests,
      Engines engines,
      Journal journal,
      DeployedBlueprints deployed,
      Following following,
      DeployGuard guard) {
    this.preparation = preparation;
    this.requests = requests;
    this.engines = engines;
    this.journal = journal;
    this.deployed = deployed;
    this.following = following;
    this.guard = guard;
  }

  /// Says what [#start] would do.
  public Plan plan(Order order) {
    return shown(preparation.deploy(order));
  }

  /// Says what [#destroy] would do.
  public Plan planDestruction(Order order) {
    return shown(preparation.destroy(order));
  }

  private Plan shown(PreparedDeployment prepared) {
    checkMaySee(prepared.engine(), prepared.caller());
    return Plan.of(
        prepared.blueprintId(),
        null,
        prepared.version().orElse(null),
        prepared.engine(),
        engines.plan(prepared.engine(), prepared.target()));
  }

  private void checkMaySee(Engine engine, Caller caller) {
    if (!engine.isSimulated()) {
      guard.checkSight(caller);
    }
  }

  /// Begins to make what is there as a version wants it.
  public DeploymentReport start(Order order) {
    return report(requests.begin(preparation.deploy(order)));
  }

  /// Begins to remove everything, with its data.
  public DeploymentReport destroy(Order order) {
    return report(requests.begin(preparation.destroy(order)));
  }

  /// Begins to deploy the version that was deployed before a deployment, the newest of its
  /// blueprint and engine.
  public DeploymentReport rollback(
      String deploymentId, Optional<OnFailure> onFailure, Caller caller) {
    Deployment undone = existing(deploymentId);
    return report(requests.begin(preparation.rollback(undone, onFailure, caller)));
  }

  /// Stops a deployment before its next step, and then rolls it back or keeps it, as it was begun.
  /// One that is interrupted ends at once, and what is there stays.
  public DeploymentReport cancel(String deploymentId, Caller caller) {
    requests.cancel(existing(deploymentId), caller);
    return status(deploymentId);
  }

  /// A deployment with its steps; empty where there is none of the id.
  public Optional<DeploymentReport> find(String deploymentId) {
    return journal.find(deploymentId).map(this::report);
  }

  /// A deployment with its steps.
  ///
  /// @throws ProblemException 404 where there is none of the id
  public DeploymentReport status(String deploymentId) {
    return report(existing(deploymentId));
  }

  private DeploymentReport report(Deployment deployment) {
    return DeploymentReport.of(deployment, journal.steps(deployment.id()));
  }

  private Deployment existing(String id) {
    return journal
        .find(id)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no deployment of this id; GET /api/v1/deployments lists those there"
                        + " are."));
  }

  /// Newest first, without their steps.
  public Page<DeploymentReport> list(
      Optional<String> blueprintId, Optional<Status> status, Paging paging) {
    Page<Deployment> page = journal.page(blueprintId, status, paging);
    return new Page<>(
        page.entries().stream().map(one -> DeploymentReport.of(one, null)).toList(), page.total());
  }

  /// The events of a deployment from its start on, and those that follow: `plan`, `resource`,
  /// `status`, and at the end `deployment` and `done`. That nobody listens any longer does not
  /// stop the deployment.
  ///
  /// @param deploymentId of one that there is
  public Multi<StreamEvent> follow(String deploymentId) {
    return following.follow(deploymentId);
  }

  /// Where a blueprint is deployed, and which version.
  public List<Deployed> deployed(String blueprintId) {
    preparation.stored(blueprintId, Optional.empty());
    return deployed.of(blueprintId);
  }

  /// Compares what is there with the version that was deployed.
  ///
  /// @param engineId empty for the one that the blueprint is deployed on
  public Drift drift(String blueprintId, Optional<String> engineId, Caller caller) {
    preparation.stored(blueprintId, Optional.empty());
    Deployed there = there(blueprintId, engineId);
    Engine engine = engines.named(there.engine());
    checkMaySee(engine, caller);
    Target target = Target.of(preparation.stored(blueprintId, Optional.of(there.version())));
    return Drift.of(there, engine, engines.plan(engine, target));
  }

  private Deployed there(String blueprintId, Optional<String> engineId) {
    Deployed there =
        engineId
            .map(id -> deployed.on(blueprintId, engines.named(id)))
            .orElseGet(() -> deployed.only(blueprintId));
    if (there.version() == null) {
      throw ProblemException.conflict(
          "No version of this blueprint was deployed to its end; see /api/v1/deployments/"
              + there.deploymentId()
              + ".");
    }
    return there;
  }
}
