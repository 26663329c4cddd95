package dev.cyanotype.deployment.fake;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.database.Database;
import dev.cyanotype.database.JsonText;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The books of the simulated engine: a table that stands for an infrastructure, and survives a
/// restart as one does.
@ApplicationScoped
public class SimulatedResources {

  private final Database database;
  private final JsonText json;

  public SimulatedResources(Database database, ObjectMapper mapper) {
    this.database = database;
    this.json = new JsonText(mapper);
  }

  /// @param behaviour kept with it, for when it is deleted
  record Entry(ActualResource resource, Behaviour behaviour) {}

  List<Entry> of(String blueprintId) {
    return database.read(
        connection ->
            new Select("simulated_resources")
                .where("blueprint_id = ?", blueprintId)
                .all(connection, this::entry, "order by name"));
  }

  Optional<Entry> find(String blueprintId, String name) {
    return of(blueprintId).stream()
        .filter(entry -> entry.resource().name().equals(name))
        .findFirst();
  }

  private Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new ActualResource(
            row.getString("blueprint_id"),
            row.getString("name"),
            ResourceType.of(row.getString("type")).orElseThrow(),
            json.list(row.getString("dependencies"), String[].class),
            List.of(row.getString("external_id")),
            json.read(row.getString("settings"), new TypeReference<Map<String, String>>() {}),
            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))),
        json.read(row.getString("behaviour"), new TypeReference<Behaviour>() {}));
  }

  /// Puts a resource into the books, in the place of what is there under its name.
  void put(Entry entry) {
    database.transaction(
        connection -> {
          delete(connection, entry.resource().blueprintId(), entry.resource().name());
          return insert(connection, entry.resource(), entry.behaviour());
        });
  }

  private int insert(Connection connection, ActualResource resource, Behaviour behaviour)
      throws SQLException {
    return Statements.execute(
        connection,
        """
        insert into simulated_resources (blueprint_id, name, type, dependencies, external_id,
          settings, behaviour, state)
        values (?, ?, ?, ?, ?, ?, ?, ?)""",
        resource.blueprintId(),
        resource.name(),
        resource.type().id(),
        json.write(resource.dependencies()),
        resource.externalIds().getFirst(),
        json.write(resource.settings()),
        json.write(behaviour),
        resource.state().id());
  }

  void remove(String blueprintId, String name) {
    database.transaction(connection -> delete(connection, blueprintId, name));
  }

  private static int delete(Connection connection, String blueprintId, String name)
      throws SQLException {
    return Statements.execute(
        connection,
        "delete from simulated_resources where blueprint_id = ? and name = ?",
        blueprintId,
        name);
  }
}
