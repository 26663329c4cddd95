package dev.cyanotype.deployment;

import dev.cyanotype.database.Database;
import dev.cyanotype.deployment.DeployedBlueprints.Deployed;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import dev.cyanotype.security.DeployGuard;
import dev.cyanotype.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Begins and cancels deployments for callers who may, and puts that on the trail.
@ApplicationScoped
public class DeploymentRequests {

  private final Engines engines;
  private final Journal journal;
  private final DeployedBlueprints deployed;
  private final DeploymentRuns runs;
  private final DeploymentConfig config;
  private final Database database;
  private final AuditTrail trail;
  private final DeployGuard guard;

  DeploymentRequests(
      Engines engines,
      Journal journal,
      DeployedBlueprints deployed,
      DeploymentRuns runs,
      DeploymentConfig config,
      Database database,
      AuditTrail trail,
      DeployGuard guard) {
    this.engines = engines;
    this.journal = journal;
    this.deployed = deployed;
    this.runs = runs;
    this.config = config;
    this.database = database;
    this.trail = trail;
    this.guard = guard;
  }

  /// @throws ProblemException 403 where the caller may not use the engine, 409 where another
  ///     deployment of the blueprint is active, 422 where the engine refuses it, 503 where the
  ///     engine is out of reach or the service goes down
  Deployment begin(PreparedDeployment prepared) {
    checkMayUse(prepared.engine().isSimulated(), prepared.caller());
    runs.checkOpen();
    checkNoneActive(prepared.blueprintId());
    List<String> warnings = engines.plan(prepared.engine(), prepared.target()).warnings();
    Deployment begun = insertedAlone(prepared, warnings);
    runs.start(begun);
    return begun;
  }

  private void checkMayUse(boolean simulated, Caller caller) {
    if (!simulated) {
      guard.check(caller);
    }
  }

  private Deployment insertedAlone(PreparedDeployment prepared, List<String> warnings) {
    try {
      return database.transaction(connection -> inserted(connection, prepared, warnings));
    } catch (DeploymentTable.ActiveException e) {
      checkNoneActive(prepared.blueprintId());
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
      Connection connection, PreparedDeployment prepared, List<String> warnings)
      throws SQLException {
    Optional<Deployed> before =
        deployed.find(connection, prepared.blueprintId(), prepared.engine().id());
    Deployment deployment = deployment(prepared, before, warnings);
    journal.insert(connection, deployment, runs.owner(), config.lease());
    deployed.begins(connection, deployment);
    record(connection, deployment, prepared.caller(), "requested");
    return deployment;
  }

  private static Deployment deployment(
      PreparedDeployment prepared, Optional<Deployed> before, List<String> warnings) {
    return new Deployment(
        UUID.randomUUID().toString(),
        prepared.blueprintId(),
        prepared.kind(),
        prepared.engine().id(),
        prepared.engine().isSimulated(),
        prepared.version(),
        before.map(Deployed::version),
        before.isPresent(),
        prepared.rollbackOf(),
        prepared.onFailure(),
        Status.RUNNING,
        Deployment.Phase.FORTH,
        false,
        0,
        warnings,
        prepared.caller(),
        Instant.now(),
        Optional.empty(),
        Optional.empty());
  }

  /// Stops a deployment before its next step. One that is interrupted ends at once, and what is
  /// there stays.
  ///
  /// @throws ProblemException 403 where the caller may not use the engine, 409 where it has ended
  ///     or is being rolled back
  void cancel(Deployment running, Caller caller) {
    checkCanBeCancelled(running);
    checkMayUse(running.simulated(), caller);
    database.transaction(
        connection -> {
          journal.requestCancel(connection, running.id());
          record(connection, running, caller, "cancelled");
          if (journal.giveUp(connection, running)) {
            Deployment given = journal.find(connection, running.id()).orElseThrow();
            deployed.ended(connection, running, given.status());
          }
          return null;
        });
  }

  private static void checkCanBeCancelled(Deployment running) {
    if (running.status().isEnded()) {
      throw ProblemException.conflict(
          "This deployment has ended already: " + running.status().id().replace('_', ' ') + ".");
    }
    if (running.status() == Status.ROLLING_BACK) {
      throw ProblemException.conflict("This deployment is being rolled back already.");
    }
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
}
