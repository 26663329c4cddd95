package dev.cyanotype.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.database.Database;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Deployments with their steps and events, in the database: written before something is done and
/// after, so that whoever comes later knows how far it came.
///
/// What an owner writes is refused by [NotOwnerException] once another has taken the deployment
/// over.
@ApplicationScoped
public class Journal {

  /// Another owner has the deployment now.
  static final class NotOwnerException extends RuntimeException {
    NotOwnerException(String deploymentId) {
      super("deployment " + deploymentId + " was taken over", null, false, false);
    }
  }

  /// The blueprint has an active deployment already.
  static final class ActiveException extends RuntimeException {
    ActiveException() {
      super("another deployment is active", null, false, false);
    }
  }

  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;
  private final ObjectMapper mapper;

  Journal(Database database, ObjectMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /// @throws ActiveException where another deployment of the blueprint is active
  void insert(Connection connection, Deployment deployment, String owner, Instant leaseUntil)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into deployments (id, blueprint_id, active_blueprint_id, kind, engine, simulated,
              version, previous_version, was_deployed, rollback_of, on_failure, status, phase,
              cancel_requested, resumed, owner, lease_until, events, warnings, requested_by,
              created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)""")) {
      Sql.set(
          insert,
          deployment.id(),
          deployment.blueprintId(),
          deployment.blueprintId(),
          deployment.kind().id(),
          deployment.engine(),
          deployment.simulated(),
          deployment.version().orElse(null),
          deployment.previousVersion().orElse(null),
          deployment.wasDeployed(),
          deployment.rollbackOf().orElse(null),
          deployment.onFailure().id(),
          deployment.status().id(),
          id(deployment.phase()),
          deployment.cancelRequested(),
          deployment.resumed(),
          owner,
          leaseUntil,
          json(deployment.warnings()),
          deployment.requestedBy().id(),
          deployment.createdAt());
      insert.executeUpdate();
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new ActiveException();
      }
      throw e;
    }
  }

  Optional<Deployment> find(String id) {
    return database.transaction(connection -> find(connection, id));
  }

  Optional<Deployment> find(Connection connection, String id) throws SQLException {
    return select(connection, "where id = ?", id).stream().findFirst();
  }

  /// The deployment of a blueprint that has not ended.
  Optional<Deployment> active(String blueprintId) {
    return database.transaction(
        connection ->
            select(connection, "where active_blueprint_id = ?", blueprintId).stream().findFirst());
  }

  /// The newest deployment of a blueprint to an engine.
  Optional<Deployment> latest(String blueprintId, String engine) {
    return database.transaction(
        connection ->
            select(
                    connection,
                    "where blueprint_id = ? and engine = ? order by created_at desc, id limit 1",
                    blueprintId,
                    engine)
                .stream()
                .findFirst());
  }

  /// Newest first.
  Page<Deployment> page(Optional<String> blueprintId, Optional<Status> status, Paging paging) {
    List<Object> values = new ArrayList<>();
    StringBuilder where = new StringBuilder("where 1 = 1");
    blueprintId.ifPresent(
        id -> {
          where.append(" and blueprint_id = ?");
          values.add(id);
        });
    status.ifPresent(
        one -> {
          where.append(" and status = ?");
          values.add(one.id());
        });
    return database.transaction(
        connection -> {
          int total =
              Sql.count(connection, "select count(*) from deployments " + where, values.toArray());
          values.add(paging.limit());
          values.add(paging.skip());
          return new Page<>(
              select(
                  connection,
                  where + " order by created_at desc, id limit ? offset ?",
                  values.toArray()),
              total);
        });
  }

  /// Makes its plan the journal's: what is new to it is added, what was begun and is as wanted is
  /// done, and the rest is to be done as the plan says.
  void planned(String owner, Deployment deployment, DeploymentPlan plan, List<StreamEvent> events) {
    own(
        owner,
        deployment.id(),
        connection -> {
          List<StepRecord> known = steps(connection, deployment.id());
          for (int i = 0; i < plan.steps().size(); i++) {
            PlanStep step = plan.steps().get(i);
            Optional<StepRecord> before =
                known.stream().filter(one -> one.name().equals(step.name())).findFirst();
            if (before.isEmpty()) {
              insert(connection, deployment.id(), step, i);
            } else {
              plan(connection, deployment.id(), step, before.get(), i);
            }
          }
          for (StepRecord gone : known) {
            if (plan.step(gone.name()).isEmpty() && !gone.state().isOver()) {
              found(connection, deployment.id(), gone.name(), "found gone");
            }
          }
          Sql.update(
              connection,
              "update deployments set warnings = ? where id = ?",
              json(plan.warnings()),
              deployment.id());
          append(connection, deployment.id(), events);
          return null;
        });
  }

  private void insert(Connection connection, String id, PlanStep step, int position)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into deployment_steps (deployment_id, name, type, position, stage, action,
          after_steps, changes, existed, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        id,
        step.name(),
        step.type().id(),
        position,
        step.stage(),
        step.action().id(),
        json(step.after()),
        json(step.changes()),
        step.actual() != null,
        (step.changesSomething() ? StepState.PENDING : StepState.DONE).id());
  }

  private void plan(
      Connection connection, String id, PlanStep step, StepRecord before, int position)
      throws SQLException {
    if (step.changesSomething()) {
      Sql.update(
          connection,
          """
          update deployment_steps set position = ?, stage = ?, action = ?, after_steps = ?,
            changes = ?, state = ?, ended_at = null where deployment_id = ? and name = ?""",
          position,
          step.stage(),
          step.action().id(),
          json(step.after()),
          json(step.changes()),
          StepState.PENDING.id(),
          id,
          step.name());
    } else if (before.state() != StepState.DONE) {
      found(connection, id, step.name(), "found as wanted");
    }
  }

  private static void found(Connection connection, String id, String name, String what)
      throws SQLException {
    Sql.update(
        connection,
        """
        update deployment_steps set state = ?, ended_at = ?, step = ?
        where deployment_id = ? and name = ?""",
        StepState.DONE.id(),
        Instant.now(),
        what,
        id,
        name);
  }

  /// Says that a step has come further, and whoever follows.
  void step(
      String owner, String id, String name, StepState state, StepTimes times, StreamEvent event) {
    own(
        owner,
        id,
        connection -> {
          Sql.update(
              connection,
              """
              update deployment_steps set state = ?, step = ?, error = ?, started_at = ?,
                ended_at = ? where deployment_id = ? and name = ?""",
              state.id(),
              times.step(),
              times.error(),
              times.startedAt(),
              times.endedAt(),
              id,
              name);
          append(connection, id, List.of(event));
          return null;
        });
  }

  /// Says that what a step did was undone, or could not be.
  ///
  /// @param error null unless it could not
  void undone(
      String owner, String id, String name, StepState state, String error, StreamEvent event) {
    own(
        owner,
        id,
        connection -> {
          Sql.update(
              connection,
              "update deployment_steps set state = ?, error = coalesce(?, error)"
                  + " where deployment_id = ? and name = ?",
              state.id(),
              error,
              id,
              name);
          append(connection, id, List.of(event));
          return null;
        });
  }

  /// @param step what the engine does with it; null where it has said nothing
  /// @param endedAt null while it has not ended
  /// @param error null unless it failed or was skipped
  record StepTimes(String step, Instant startedAt, Instant endedAt, String error) {}

  /// Tells those who follow.
  void tell(String owner, String id, List<StreamEvent> events) {
    own(
        owner,
        id,
        connection -> {
          append(connection, id, events);
          return null;
        });
  }

  /// Turns a deployment round, for `error`.
  void turnBack(String owner, String id, String error, StreamEvent event) {
    own(
        owner,
        id,
        connection -> {
          Sql.update(
              connection,
              "update deployments set phase = ?, status = ?, error = ? where id = ?",
              id(Deployment.Phase.BACK),
              Status.ROLLING_BACK.id(),
              error,
              id);
          append(connection, id, List.of(event));
          return null;
        });
  }

  /// Leaves a deployment for a later owner.
  ///
  /// @param wait before it may be taken over
  void interrupted(String owner, String id, String error, Duration wait, List<StreamEvent> events) {
    own(
        owner,
        id,
        connection -> {
          Sql.update(
              connection,
              "update deployments set status = ?, error = coalesce(error, ?), lease_until = ?"
                  + " where id = ?",
              Status.INTERRUPTED.id(),
              error,
              now(connection).plus(wait),
              id);
          append(connection, id, events);
          Sql.update(connection, "update deployments set owner = null where id = ?", id);
          return null;
        });
  }

  /// @param error null where it succeeded
  /// @param also what else becomes true with it
  void ended(
      String owner, String id, Status status, String error, List<StreamEvent> events, Also also) {
    own(
        owner,
        id,
        connection -> {
          Sql.update(
              connection,
              "update deployments set status = ?, error = ?, ended_at = ?,"
                  + " active_blueprint_id = null, owner = null, lease_until = null where id = ?",
              status.id(),
              error,
              Instant.now(),
              id);
          append(connection, id, events);
          also.in(connection);
          return null;
        });
  }

  /// More of a transaction.
  @FunctionalInterface
  interface Also {
    void in(Connection connection) throws SQLException;
  }

  void requestCancel(Connection connection, String id) throws SQLException {
    Sql.update(connection, "update deployments set cancel_requested = true where id = ?", id);
  }

  /// Ends a deployment that is interrupted, and whose owner nobody is.
  ///
  /// @return false where it is not
  boolean giveUp(Connection connection, Deployment deployment) throws SQLException {
    Status status =
        deployment.phase() == Deployment.Phase.FORTH
            ? Status.CANCELLED_KEPT
            : Status.ROLLBACK_FAILED;
    return Sql.update(
            connection,
            "update deployments set status = ?, ended_at = ?, active_blueprint_id = null,"
                + " lease_until = null where id = ? and status = ? and owner is null",
            status.id(),
            Instant.now(),
            deployment.id(),
            Status.INTERRUPTED.id())
        == 1;
  }

  boolean isCancelRequested(String id) {
    return find(id).map(Deployment::cancelRequested).orElse(false);
  }

  /// Keeps a deployment for its owner.
  ///
  /// @return false where another has it
  boolean renew(String owner, String id, Duration lease) {
    return database.transaction(
        connection ->
            Sql.update(
                    connection,
                    "update deployments set lease_until = ? where id = ? and owner = ?",
                    now(connection).plus(lease),
                    id,
                    owner)
                == 1);
  }

  /// Takes over a deployment whose owner is silent, and those that nobody has.
  ///
  /// @return those that are the new owner's now
  List<Deployment> takeOver(String owner, Duration lease) {
    return database.transaction(
        connection -> {
          List<Deployment> taken = new ArrayList<>();
          Instant now = now(connection);
          for (Deployment left :
              select(
                  connection, "where active_blueprint_id is not null and lease_until < ?", now)) {
            if (Sql.update(
                    connection,
                    "update deployments set owner = ?, lease_until = ?, resumed = resumed + 1,"
                        + " status = ? where id = ? and lease_until < ?",
                    owner,
                    now.plus(lease),
                    (left.phase() == Deployment.Phase.FORTH ? Status.RUNNING : Status.ROLLING_BACK)
                        .id(),
                    left.id(),
                    now)
                == 1) {
              taken.add(find(connection, left.id()).orElseThrow());
            }
          }
          return taken;
        });
  }

  /// The database's time, which all owners share.
  Instant now(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select current_timestamp");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }

  List<StepRecord> steps(String id) {
    return database.transaction(connection -> steps(connection, id));
  }

  private List<StepRecord> steps(Connection connection, String id) throws SQLException {
    List<StepRecord> steps = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select * from deployment_steps where deployment_id = ? order by position, name")) {
      Sql.set(query, id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          steps.add(step(row));
        }
      }
    }
    return steps;
  }

  private StepRecord step(ResultSet row) throws SQLException {
    return new StepRecord(
        row.getString("name"),
        ResourceType.of(row.getString("type")).orElseThrow(),
        Action.of(row.getString("action")),
        row.getInt("stage"),
        List.of(read(row.getString("after_steps"), String[].class)),
        List.of(read(row.getString("changes"), Change[].class)),
        row.getBoolean("existed"),
        StepState.of(row.getString("state")),
        row.getString("step"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getString("error"));
  }

  /// @param number from 1
  /// @param data as JSON
  record Event(int number, String type, String data) {}

  /// What was sent behind the event `after`, 0 for all, in its order.
  List<Event> events(String id, int after) {
    return database.transaction(
        connection -> {
          List<Event> events = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select number, type, data from deployment_events"
                      + " where deployment_id = ? and number > ? order by number limit 500")) {
            Sql.set(query, id, after);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                events.add(new Event(row.getInt(1), row.getString(2), row.getString(3)));
              }
            }
          }
          return events;
        });
  }

  /// The number of an event is counted up in the deployment's row, which stays locked until the
  /// transaction ends: so nobody sees an event before those with smaller numbers.
  private void append(Connection connection, String id, List<StreamEvent> events)
      throws SQLException {
    for (StreamEvent event : events) {
      Sql.update(connection, "update deployments set events = events + 1 where id = ?", id);
      int number = Sql.count(connection, "select events from deployments where id = ?", id);
      Sql.update(
          connection,
          "insert into deployment_events (deployment_id, number, type, data) values (?, ?, ?, ?)",
          id,
          number,
          event.type(),
          json(event.data()));
    }
  }

  private <T> void own(String owner, String id, Database.Work<T> work) {
    database.transaction(
        connection -> {
          if (Sql.update(
                  connection,
                  "update deployments set events = events where id = ? and owner = ?",
                  id,
                  owner)
              == 0) {
            throw new NotOwnerException(id);
          }
          return work.run(connection);
        });
  }

  private List<Deployment> select(Connection connection, String where, Object... values)
      throws SQLException {
    List<Deployment> deployments = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement("select * from deployments " + where)) {
      Sql.set(query, values);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          deployments.add(deployment(row));
        }
      }
    }
    return deployments;
  }

  private Deployment deployment(ResultSet row) throws SQLException {
    return new Deployment(
        row.getString("id"),
        row.getString("blueprint_id"),
        Kind.of(row.getString("kind")),
        row.getString("engine"),
        row.getBoolean("simulated"),
        Optional.ofNullable(row.getObject("version", Integer.class)),
        Optional.ofNullable(row.getObject("previous_version", Integer.class)),
        row.getBoolean("was_deployed"),
        Optional.ofNullable(row.getString("rollback_of")),
        OnFailure.of(row.getString("on_failure")).orElseThrow(),
        Status.of(row.getString("status")).orElseThrow(),
        Deployment.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
        row.getBoolean("cancel_requested"),
        row.getInt("resumed"),
        List.of(read(row.getString("warnings"), String[].class)),
        new Caller(row.getString("requested_by")),
        instant(row, "created_at"),
        Optional.ofNullable(instant(row, "ended_at")),
        Optional.ofNullable(row.getString("error")));
  }

  private static String id(Deployment.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private String json(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
