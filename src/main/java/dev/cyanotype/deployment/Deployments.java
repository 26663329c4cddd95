package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.store.StoredBlueprint;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.database.Database;
import dev.cyanotype.deployment.DeployedBlueprints.Deployed;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import dev.cyanotype.security.DeployGuard;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.trail.AuditTrail;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Plans, begins and shows deployments of stored blueprints.
///
/// Everything blocks but [#follow], and throws [dev.cyanotype.problem.ProblemException]: 403 where
/// the caller may not use a real engine, 404 for what there is none of, 409 where the state of
// things does not allow it, 422 for what has to be
/// changed first, 503 where the engine is out of reach.
@ApplicationScoped
public class Deployments {

  private final BlueprintStore blueprints;
  private final Engines engines;
  private final Journal journal;
  private final DeployedBlueprints deployed;
  private final DeploymentRuns runs;
  private final Following following;
  private final DeploymentConfig config;
  private final Database database;
  private final AuditTrail trail;
  private final DeployGuard guard;

  Deployments(
      BlueprintStore blueprints,
      Engines engines,
      Journal journal,
      DeployedBlueprints deployed,
      DeploymentRuns runs,
      Following following,
      DeploymentConfig config,
      Database database,
      AuditTrail trail,
      DeployGuard guard) {
    this.blueprints = blueprints;
    this.engines = engines;
    this.journal = journal;
    this.deployed = deployed;
    this.runs = runs;
    this.following = following;
    this.config = config;
    this.database = database;
    this.trail = trail;
    this.guard = guard;
  }

  /// Something that could be deployed: what, and where.
  private record Prepared(Kind kind, Engine engine, Target target, Optional<Integer> version) {}

  /// Says what [#start] would do.
  public Plan plan(Order order) {
    return shown(deploying(order), order.caller());
  }

  /// Says what [#destroy] would do.
  public Plan planDestruction(Order order) {
    return shown(destroying(order), order.caller());
  }

  private Plan shown(Prepared prepared, Caller caller) {
    checkMaySee(prepared.engine(), caller);
    return Plan.of(
        prepared.target().blueprintId(),
        null,
        prepared.version().orElse(null),
        prepared.engine(),
        drawn(prepared));
  }

  private void checkMaySee(Engine engine, Caller caller) {
    if (!engine.isSimulated()) {
      guard.checkSight(caller);
    }
  }

  private DeploymentPlan drawn(Prepared prepared) {
    engines.checkAvailable(prepared.engine());
    return Engines.asked(() -> DeploymentPlan.of(prepared.engine(), prepared.target()));
  }

  /// Begins to make what is there as a version wants it.
  public DeploymentReport start(Order order) {
    Prepared prepared = deploying(order);
    return begin(prepared, order.onFailure().orElse(OnFailure.ROLLBACK), null, order.caller());
  }

  /// Begins to remove everything, with its data.
  public DeploymentReport destroy(Order order) {
    Prepared prepared = destroying(order);
    return begin(prepared, order.onFailure().orElse(OnFailure.KEEP), null, order.caller());
  }

  /// Begins to deploy the version that was deployed before a deployment, the newest of its
  /// blueprint and engine.
  public DeploymentReport rollback(
      String deploymentId, Optional<OnFailure> onFailure, Caller caller) {
    Deployment undone = existing(deploymentId);
    checkCanBeRolledBack(undone);
    int version =
        undone
            .previousVersion()
            .orElseThrow(
                () ->
                    ProblemException.conflict(
                        "Nothing was deployed before this deployment, so there is no version to go"
                            + " back to; POST /api/v1/blueprints/"
                            + undone.blueprintId()
                            + "/destroy removes everything."));
    StoredBlueprint stored = stored(undone.blueprintId(), Optional.of(version));
    Prepared prepared =
        new Prepared(
            Kind.ROLLBACK,
            engines.named(undone.engine()),
            DeploymentRuns.target(stored),
            Optional.of(version));
    return begin(prepared, onFailure.orElse(OnFailure.ROLLBACK), undone.id(), caller);
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

  private Prepared deploying(Order order) {
    StoredBlueprint stored = stored(order.blueprintId(), order.version());
    checkValid(stored.blueprint());
    Engine engine =
        order.engine().map(engines::named).orElseGet(() -> engines.of(stored.blueprint()));
    return new Prepared(
        Kind.DEPLOY, engine, DeploymentRuns.target(stored), Optional.of(stored.version()));
  }

  private Prepared destroying(Order order) {
    stored(order.blueprintId(), Optional.empty());
    Engine engine =
        order
            .engine()
            .map(engines::named)
            .orElseGet(() -> engines.named(only(order.blueprintId()).engine()));
    return new Prepared(
        Kind.DESTROY, engine, DeploymentRuns.nothing(order.blueprintId()), Optional.empty());
  }

  private StoredBlueprint stored(String id, Optional<Integer> version) {
    StoredBlueprint newest =
        blueprints
            .find(id)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "There is no blueprint of this id; GET /api/v1/blueprints lists those"
                            + " there are."));
    return version.isEmpty()
        ? newest
        : blueprints
            .find(id, version.get())
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        List.of(
                            new FieldError(
                                "version",
                                "must be a version of the blueprint, from 1 to "
                                    + newest.version()))));
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

  private Deployed only(String blueprintId) {
    List<Deployed> there = deployed.of(blueprintId);
    return switch (there.size()) {
      case 0 -> throw ProblemException.conflict("Nothing of this blueprint is deployed.");
      case 1 -> there.getFirst();
      default ->
          throw ProblemException.unprocessable(
              List.of(
                  new FieldError(
                      "engine",
                      "has to be named, since the blueprint is deployed on "
                          + there.stream()
                              .map(Deployed::engine)
                              .collect(Collectors.joining(", ")))));
    };
  }

  private DeploymentReport begin(
      Prepared prepared, OnFailure onFailure, String rollbackOf, Caller caller) {
    if (!prepared.engine().isSimulated()) {
      guard.check(caller);
    }
    runs.checkOpen();
    checkNoneActive(prepared.target().blueprintId());
    DeploymentPlan plan = drawn(prepared);
    Deployment begun = insertedAlone(prepared, plan, onFailure, rollbackOf, caller);
    runs.start(begun);
    return report(begun);
  }

  private Deployment insertedAlone(
      Prepared prepared,
      DeploymentPlan plan,
      OnFailure onFailure,
      String rollbackOf,
      Caller caller) {
    try {
      return inserted(prepared, plan, onFailure, rollbackOf, caller);
    } catch (DeploymentTable.ActiveException e) {
      checkNoneActive(prepared.target().blueprintId());
      throw ProblemException.conflict(
          "Another deployment of this blueprint ran at the same moment. Try again.");
    }
  }

  private void checkNoneActive(String blueprintId) {
    journal
        .active(blueprintId)
        .ifPresent(
            active -> {
              throw ProblemException.conflict(
                  "The deployment %s of this blueprint is %s; wait for its end, or POST %s/cancel."
                      .formatted(
                          active.id(),
                          active.status().id().replace('_', ' '),
                          "/api/v1/deployments/" + active.id()));
            });
  }

  private Deployment inserted(
      Prepared prepared, DeploymentPlan plan, OnFailure onFailure, String undone, Caller caller) {
    String blueprintId = prepared.target().blueprintId();
    return database.transaction(
        connection -> {
          Optional<Deployed> before =
              deployed.find(connection, blueprintId, prepared.engine().id());
          Deployment deployment =
              new Deployment(
                  UUID.randomUUID().toString(),
                  blueprintId,
                  prepared.kind(),
                  prepared.engine().id(),
                  prepared.engine().isSimulated(),
                  prepared.version(),
                  before.map(Deployed::version),
                  before.isPresent(),
                  Optional.ofNullable(undone),
                  onFailure,
                  Status.RUNNING,
                  Deployment.Phase.FORTH,
                  false,
                  0,
                  plan.warnings(),
                  caller,
                  Instant.now(),
                  Optional.empty(),
                  Optional.empty());
          journal.insert(connection, deployment, runs.owner(), config.lease());
          deployed.begins(connection, deployment);
          record(connection, deployment, caller, "requested");
          return deployment;
        });
  }

  private void record(Connection connection, Deployment deployment, Caller caller, String what)
      throws SQLException {
    trail.record(
        connection,
        caller,
        "deployment." + deployment.kind().id() + "." + what,
        "deployment/" + deployment.id(),
        "accepted",
        "blueprint %s%s on %s"
            .formatted(
                deployment.blueprintId(),
                deployment.version().map(version -> " version " + version).orElse(""),
                deployment.engine()));
  }

  /// Stops a deployment before its next step, and then rolls it back or keeps it, as it was begun.
  /// One that is interrupted ends at once, and what is there stays.
  public DeploymentReport cancel(String deploymentId, Caller caller) {
    Deployment running = existing(deploymentId);
    if (running.status().isEnded()) {
      throw ProblemException.conflict(
          "This deployment has ended already: " + running.status().id().replace('_', ' ') + ".");
    }
    if (running.status() == Status.ROLLING_BACK) {
      throw ProblemException.conflict("This deployment is being rolled back already.");
    }
    if (!running.simulated()) {
      guard.check(caller);
    }
    database.transaction(
        connection -> {
          journal.requestCancel(connection, deploymentId);
          record(connection, running, caller, "cancelled");
          if (journal.giveUp(connection, running)) {
            deployed.ended(
                connection, running, journal.find(connection, deploymentId).orElseThrow().status());
          }
          return null;
        });
    return status(deploymentId);
  }

  /// A deployment with its steps.
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
    stored(blueprintId, Optional.empty());
    return deployed.of(blueprintId);
  }

  /// Compares what is there with the version that was deployed.
  ///
  /// @param engineId empty for the one that the blueprint is deployed on
  public Drift drift(String blueprintId, Optional<String> engineId, Caller caller) {
    stored(blueprintId, Optional.empty());
    Deployed there = engineId.map(id -> on(blueprintId, id)).orElseGet(() -> only(blueprintId));
    if (there.version() == null) {
      throw ProblemException.conflict(
          "No version of this blueprint was deployed to its end; see /api/v1/deployments/"
              + there.deploymentId()
              + ".");
    }
    Engine engine = engines.named(there.engine());
    checkMaySee(engine, caller);
    engines.checkAvailable(engine);
    Target target = DeploymentRuns.target(stored(blueprintId, Optional.of(there.version())));
    return Drift.of(there, engine, Engines.asked(() -> DeploymentPlan.of(engine, target)));
  }

  private Deployed on(String blueprintId, String engineId) {
    engines.named(engineId);
    return deployed.of(blueprintId).stream()
        .filter(one -> one.engine().equals(engineId))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "Nothing of this blueprint is deployed on " + engineId + "."));
  }
}
