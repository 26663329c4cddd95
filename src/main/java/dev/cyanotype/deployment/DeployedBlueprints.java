package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.store.DeletionGuard;
import dev.cyanotype.database.Column;
import dev.cyanotype.database.Database;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is, or may be, there of which blueprint on which engine.
@ApplicationScoped
public class DeployedBlueprints implements DeletionGuard {

  /// @param version that was deployed last to its end; null for none
  /// @param complete false where a later deployment stopped half way
  /// @param deploymentId of the last deployment that changed something
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Deployed(
      @JsonProperty("blueprint_id") String blueprintId,
      String engine,
      Integer version,
      boolean complete,
      @JsonProperty("deployment_id") String deploymentId,
      @JsonProperty("changed_at") Instant changedAt) {}

  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final Database database;

  DeployedBlueprints(Database database) {
    this.database = database;
  }

  public List<Deployed> of(String blueprintId) {
    return database.read(connection -> of(connection, blueprintId));
  }

  /// @throws ProblemException 409 where there is nothing, 422 where the engine has to be named
  Deployed only(String blueprintId) {
    List<Deployed> there = of(blueprintId);
    return switch (there.size()) {
      case 0 -> throw ProblemException.conflict("Nothing of this blueprint is deployed.");
      case 1 -> there.getFirst();
      default ->
          throw ProblemException.unprocessable(
              List.of(
                  new FieldError(
                      "engine",
                      "has to be named, since the blueprint is deployed on " + engines(there))));
    };
  }

  /// @throws ProblemException 409 where there is nothing
  Deployed on(String blueprintId, Engine engine) {
    return database
        .read(connection -> find(connection, blueprintId, engine.id()))
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "Nothing of this blueprint is deployed on " + engine.id() + "."));
  }

  private static String engines(List<Deployed> deployed) {
    return deployed.stream().map(Deployed::engine).collect(Collectors.joining(", "));
  }

  Optional<Deployed> find(Connection connection, String blueprintId, String engine)
      throws SQLException {
    return of(connection, blueprintId).stream()
        .filter(deployed -> deployed.engine().equals(engine))
        .findFirst();
  }

  private static List<Deployed> of(Connection connection, String blueprintId) throws SQLException {
    return new Select("deployed")
        .where("blueprint_id = ?", blueprintId)
        .all(connection, DeployedBlueprints::deployed, "order by engine");
  }

  private static Deployed deployed(ResultSet row) throws SQLException {
    return new Deployed(
        row.getString("blueprint_id"),
        row.getString("engine"),
        row.getObject("version", Integer.class),
        row.getBoolean("complete"),
        row.getString("deployment_id"),
        Column.time(row, "changed_at"));
  }

  /// From now on something may be there.
  void begins(Connection connection, Deployment deployment) throws SQLException {
    if (!deployment.wasDeployed()) {
      insert(connection, deployment);
    }
  }

  private static void insert(Connection connection, Deployment deployment) throws SQLException {
    try {
      Statements.execute(
          connection,
          "insert into deployed (blueprint_id, engine, complete, deployment_id, changed_at)"
              + " values (?, ?, false, ?, ?)",
          deployment.blueprintId(),
          deployment.engine(),
          deployment.id(),
          Instant.now());
    } catch (SQLException e) {
      if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
        throw ProblemException.notFound("The blueprint was deleted at the same moment.");
      }
      throw e;
    }
  }

  void ended(Connection connection, Deployment deployment, Status status) throws SQLException {
    boolean succeeded = status == Status.SUCCEEDED;
    boolean nothingThere =
        succeeded ? deployment.version().isEmpty() : status.isUndone() && !deployment.wasDeployed();
    if (nothingThere) {
      Statements.execute(
          connection,
          "delete from deployed where blueprint_id = ? and engine = ?",
          deployment.blueprintId(),
          deployment.engine());
    } else if (!status.isUndone()) {
      Statements.execute(
          connection,
          "update deployed set version = coalesce(?, version), complete = ?, deployment_id = ?,"
              + " changed_at = ? where blueprint_id = ? and engine = ?",
          succeeded ? deployment.version().get() : null,
          succeeded,
          deployment.id(),
          Instant.now(),
          deployment.blueprintId(),
          deployment.engine());
    }
  }

  @Override
  public Optional<String> whyNot(String blueprintId) {
    List<Deployed> deployed = of(blueprintId);
    return deployed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "It is deployed on %s; POST /api/v1/blueprints/%s/destroy first."
                .formatted(engines(deployed), blueprintId));
  }
}
