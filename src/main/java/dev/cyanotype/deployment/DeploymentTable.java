package dev.cyanotype.deployment;

import dev.cyanotype.database.Column;
import dev.cyanotype.database.JsonText;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.deployment.Deployment.Phase;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table `deployments`.
final class DeploymentTable {

  /// The blueprint has an active deployment already.
  static final class ActiveException extends RuntimeException {
    ActiveException() {
      super("another deployment is active", null, false, false);
    }
  }

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String NEWEST_FIRST = "created_at desc, id";

  private final JsonText json;

  DeploymentTable(JsonText json) {
    this.json = json;
  }

  /// @throws ActiveException where another deployment of the blueprint is active
  void insert(Connection connection, Deployment deployment, String owner, Instant leaseUntil)
      throws SQLException {
    try {
      insertRow(connection, deployment, owner, leaseUntil);
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new ActiveException();
      }
      throw e;
    }
  }

  private void insertRow(
      Connection connection, Deployment deployment, String owner, Instant leaseUntil)
      throws SQLException {
    Statements.execute(
        connection,
        """
        insert into deployments (id, blueprint_id, active_blueprint_id, kind, engine, simulated,
          version, previous_version, was_deployed, rollback_of, on_failure, status, phase,
          cancel_requested, resumed, owner, lease_until, events, warnings, requested_by,
          created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)""",
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
        json.write(deployment.warnings()),
        deployment.requestedBy().id(),
        deployment.createdAt());
  }

  Optional<Deployment> find(Connection connection, String id) throws SQLException {
    return all().where("id = ?", id).first(connection, this::deployment);
  }

  /// The deployment of a blueprint that has not ended.
  Optional<Deployment> active(Connection connection, String blueprintId) throws SQLException {
    return all().where("active_blueprint_id = ?", blueprintId).first(connection, this::deployment);
  }

  /// Those that nobody has kept since `now`.
  List<Deployment> abandoned(Connection connection, Instant now) throws SQLException {
    return all()
        .where("active_blueprint_id is not null and lease_until < ?", now)
        .all(connection, this::deployment, "");
  }

  /// How many are interrupted, by engine.
  Map<String, Integer> interrupted(Connection connection) throws SQLException {
    return Statements.query(
            connection,
            row -> Map.entry(row.getString(1), row.getInt(2)),
            "select engine, count(*) from deployments where status = ? group by engine",
            Status.INTERRUPTED.id())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The newest deployment of a blueprint to an engine.
  Optional<Deployment> latest(Connection connection, String blueprintId, String engine)
      throws SQLException {
    return all()
        .where("blueprint_id = ?", blueprintId)
        .where("engine = ?", engine)
        .first(connection, this::deployment, "order by " + NEWEST_FIRST + " limit 1");
  }

  Page<Deployment> page(
      Connection connection, Optional<String> blueprintId, Optional<Status> status, Paging paging)
      throws SQLException {
    return all()
        .where("blueprint_id = ?", blueprintId)
        .where("status = ?", status.map(Status::id))
        .page(connection, NEWEST_FIRST, paging, this::deployment);
  }

  private static Select all() {
    return new Select("deployments");
  }

  /// Ids of deployments that ended before a time and are needed no longer, oldest first: another
  /// one of the same blueprint and engine came later, or the blueprint was deleted, and it is not
  /// what was deployed. That does not change for any of them.
  List<String> outlived(Connection connection, Instant before, int most) throws SQLException {
    return Statements.query(
        connection,
        row -> row.getString("id"),
        """
        select d.id from deployments d
        where d.created_at < ? and d.ended_at < ? and d.active_blueprint_id is null
          and not exists (select 1 from deployed t where t.blueprint_id = d.blueprint_id
            and t.engine = d.engine and t.deployment_id = d.id)
          and (not exists (select 1 from blueprints b where b.id = d.blueprint_id)
            or exists (select 1 from deployments later where later.blueprint_id = d.blueprint_id
              and later.engine = d.engine and (later.created_at > d.created_at
                or later.created_at = d.created_at and later.id < d.id)))
        order by d.created_at, d.id limit\s"""
            + most,
        before,
        before);
  }

  /// @return false where somebody else was faster
  boolean delete(Connection connection, String id) throws SQLException {
    return Statements.execute(connection, "delete from deployments where id = ?", id) == 1;
  }

  void warn(Connection connection, String id, List<String> warnings) throws SQLException {
    Statements.execute(
        connection, "update deployments set warnings = ? where id = ?", json.write(warnings), id);
  }

  void turnBack(Connection connection, String id, String error) throws SQLException {
    Statements.execute(
        connection,
        "update deployments set phase = ?, status = ?, error = ? where id = ?",
        id(Phase.BACK),
        Status.ROLLING_BACK.id(),
        error,
        id);
  }

  /// @param until when nobody is to take it over
  void interrupt(Connection connection, String id, String error, Instant until)
      throws SQLException {
    Statements.execute(
        connection,
        """
        update deployments set status = ?, error = coalesce(error, ?), owner = null,
          lease_until = ? where id = ?""",
        Status.INTERRUPTED.id(),
        error,
        until,
        id);
  }

  void end(Connection connection, String id, Status status, String error) throws SQLException {
    Statements.execute(
        connection,
        """
        update deployments set status = ?, error = ?, ended_at = ?, active_blueprint_id = null,
          owner = null, lease_until = null where id = ?""",
        status.id(),
        error,
        Instant.now(),
        id);
  }

  void requestCancel(Connection connection, String id) throws SQLException {
    Statements.execute(
        connection, "update deployments set cancel_requested = true where id = ?", id);
  }

  /// Ends a deployment that is interrupted, and whose owner nobody is.
  ///
  /// @return false where it is not
  boolean giveUp(Connection connection, Deployment deployment) throws SQLException {
    boolean forth = deployment.phase() == Phase.FORTH;
    int given =
        Statements.execute(
            connection,
            """
            update deployments set status = ?, ended_at = ?, active_blueprint_id = null,
              lease_until = null where id = ? and status = ? and owner is null""",
            (forth ? Status.CANCELLED_KEPT : Status.ROLLBACK_FAILED).id(),
            Instant.now(),
            deployment.id(),
            Status.INTERRUPTED.id());
    return given == 1;
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
        Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
        row.getBoolean("cancel_requested"),
        row.getInt("resumed"),
        json.list(row.getString("warnings"), String[].class),
        new Caller(row.getString("requested_by")),
        Column.time(row, "created_at"),
        Optional.ofNullable(Column.time(row, "ended_at")),
        Optional.ofNullable(row.getString("error")));
  }

  private static String id(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
