package dev.cyanotype.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.database.Database;
import dev.cyanotype.database.JsonText;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.streaming.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deployments with their steps and events, in the database: written before something is done and
/// after, so that whoever comes later knows how far it came.
///
/// What an owner writes is refused by [Leases.NotOwnerException] once another has taken the
/// deployment over.
@ApplicationScoped
public class Journal {

  /// A part of a transaction.
  @FunctionalInterface
  interface Writing {
    void in(Connection connection) throws SQLException;
  }

  private final Database database;
  private final DeploymentTable deployments;
  private final StepTable steps;
  private final EventTable events;

  Journal(Database database, ObjectMapper mapper) {
    JsonText json = new JsonText(mapper);
    this.database = database;
    this.deployments = new DeploymentTable(json);
    this.steps = new StepTable(json);
    this.events = new EventTable(json);
  }

  /// @throws DeploymentTable.ActiveException where another deployment of the blueprint is active
  void insert(Connection connection, Deployment deployment, String owner, Duration lease)
      throws SQLException {
    deployments.insert(connection, deployment, owner, Leases.until(connection, lease));
  }

  Optional<Deployment> find(String id) {
    return database.read(connection -> find(connection, id));
  }

  Optional<Deployment> find(Connection connection, String id) throws SQLException {
    return deployments.find(connection, id);
  }

  /// The deployment of a blueprint that has not ended.
  Optional<Deployment> active(String blueprintId) {
    return database.read(connection -> deployments.active(connection, blueprintId));
  }

  /// How many deployments of all instances are interrupted, by engine.
  Map<String, Integer> interrupted() {
    return database.read(deployments::interrupted);
  }

  /// The newest deployment of a blueprint to an engine.
  Optional<Deployment> latest(String blueprintId, String engine) {
    return database.read(connection -> deployments.latest(connection, blueprintId, engine));
  }

  /// Newest first.
  Page<Deployment> page(Optional<String> blueprintId, Optional<Status> status, Paging paging) {
    return database.read(connection -> deployments.page(connection, blueprintId, status, paging));
  }

  List<StepRecord> steps(String id) {
    return database.read(connection -> steps.of(connection, id));
  }

  /// What was sent behind the event `after`, 0 for all, in its order; the first 500.
  List<EventTable.Event> events(String id, int after) {
    return database.read(connection -> events.behind(connection, id, after));
  }

  boolean isCancelRequested(String id) {
    return find(id).map(Deployment::cancelRequested).orElse(false);
  }

  void requestCancel(Connection connection, String id) throws SQLException {
    deployments.requestCancel(connection, id);
  }

  /// Ends a deployment that is interrupted, and whose owner nobody is.
  ///
  /// @return false where it is not
  boolean giveUp(Connection connection, Deployment deployment) throws SQLException {
    return deployments.giveUp(connection, deployment);
  }

  /// Makes its plan the journal's: what is new to it is added, what was begun and is as wanted is
  /// done, and the rest is to be done as the plan says.
  void planned(String owner, String id, DeploymentPlan plan, List<StreamEvent> told) {
    own(
        owner,
        id,
        told,
        connection -> {
          steps.plan(connection, id, plan);
          deployments.warn(connection, id, plan.warnings());
        });
  }

  /// Says that a step has come further, and whoever follows.
  void step(
      String owner, String id, String name, StepState state, StepTimes times, StreamEvent told) {
    own(owner, id, List.of(told), connection -> steps.become(connection, id, name, state, times));
  }

  /// Says that what a step did was undone, or could not be.
  ///
  /// @param error null unless it could not
  void undone(
      String owner, String id, String name, StepState state, String error, StreamEvent told) {
    own(owner, id, List.of(told), connection -> steps.undone(connection, id, name, state, error));
  }

  /// Tells those who follow.
  void tell(String owner, String id, StreamEvent told) {
    own(owner, id, List.of(told), _ -> {});
  }

  /// Turns a deployment round, for `error`.
  void turnBack(String owner, String id, String error, StreamEvent told) {
    own(owner, id, List.of(told), connection -> deployments.turnBack(connection, id, error));
  }

  /// Leaves a deployment for a later owner.
  ///
  /// @param wait before it may be taken over
  void interrupted(String owner, String id, String error, Duration wait, List<StreamEvent> told) {
    own(
        owner,
        id,
        told,
        connection -> deployments.interrupt(connection, id, error, Leases.until(connection, wait)));
  }

  /// @param error null where it succeeded
  /// @param also what else becomes true with it
  void ended(String owner, String id, Status status, String error, Writing also) {
    own(
        owner,
        id,
        List.of(),
        connection -> {
          deployments.end(connection, id, status, error);
          also.in(connection);
        });
  }

  private void own(String owner, String id, List<StreamEvent> told, Writing writing) {
    database.transaction(
        connection -> {
          Leases.check(connection, owner, id);
          writing.in(connection);
          events.append(connection, id, told);
          return null;
        });
  }

  /// Ids of deployments that ended longer ago than `age` and are needed no longer.
  ///
  /// @param most of them, the oldest
  List<String> outlived(Duration age, int most) {
    return database.read(
        connection -> deployments.outlived(connection, Leases.now(connection).minus(age), most));
  }

  /// Removes a deployment with all that was journaled of it.
  ///
  /// @param id of one of [#outlived]
  void forget(String id) {
    database.transaction(
        connection -> {
          if (deployments.delete(connection, id)) {
            steps.delete(connection, id);
            events.delete(connection, id);
          }
          return null;
        });
  }

  /// Keeps a deployment for its owner.
  ///
  /// @return false where another has it
  boolean renew(String owner, String id, Duration lease) {
    return database.transaction(connection -> Leases.renew(connection, owner, id, lease));
  }

  /// Takes over the deployments whose owner is silent, and those that nobody has.
  ///
  /// @return those that are the new owner's now
  List<Deployment> takeOver(String owner, Duration lease) {
    return database.read(this::abandoned).isEmpty()
        ? List.of()
        : database.transaction(connection -> takeOver(connection, owner, lease));
  }

  private List<Deployment> abandoned(Connection connection) throws SQLException {
    return deployments.abandoned(connection, Leases.now(connection));
  }

  private List<Deployment> takeOver(Connection connection, String owner, Duration lease)
      throws SQLException {
    List<Deployment> taken = new ArrayList<>();
    Instant now = Leases.now(connection);
    for (Deployment left : deployments.abandoned(connection, now)) {
      if (Leases.takeOver(connection, owner, left, now, lease)) {
        taken.add(find(connection, left.id()).orElseThrow());
      }
    }
    return taken;
  }
}
