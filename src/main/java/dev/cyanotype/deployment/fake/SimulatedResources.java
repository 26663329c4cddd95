package dev.cyanotype.deployment.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.database.Database;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The books of the simulated engine: a table that stands for an infrastructure, and survives a
/// restart as one does.
@ApplicationScoped
public class SimulatedResources {

  private final Database database;
  private final ObjectMapper mapper;

  public SimulatedResources(Database database, ObjectMapper mapper) {
    this.database = database;
    this.mapper = mapper;
  }

  /// @param behaviour kept with it, for when it is deleted
  record Entry(ActualResource resource, Behaviour behaviour) {}

  List<Entry> of(String blueprintId) {
    return database.transaction(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select * from simulated_resources where blueprint_id = ? order by name")) {
            query.setString(1, blueprintId);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                entries.add(entry(row));
              }
            }
          }
          return entries;
        });
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
            read(row.getString("dependencies"), new TypeReference<List<String>>() {}),
            List.of(row.getString("external_id")),
            read(row.getString("settings"), new TypeReference<Map<String, String>>() {}),
            State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))),
        read(row.getString("behaviour"), new TypeReference<Behaviour>() {}));
  }

  /// Puts a resource into the books, in the place of what is there under its name.
  void put(Entry entry) {
    ActualResource resource = entry.resource();
    database.transaction(
        connection -> {
          delete(connection, resource.blueprintId(), resource.name());
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into simulated_resources (blueprint_id, name, type, dependencies,
                    external_id, settings, behaviour, state)
                  values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, resource.blueprintId());
            insert.setString(2, resource.name());
            insert.setString(3, resource.type().id());
            insert.setString(4, json(resource.dependencies()));
            insert.setString(5, resource.externalIds().getFirst());
            insert.setString(6, json(resource.settings()));
            insert.setString(7, json(entry.behaviour()));
            insert.setString(8, resource.state().id());
            insert.executeUpdate();
          }
          return null;
        });
  }

  void remove(String blueprintId, String name) {
    database.transaction(
        connection -> {
          delete(connection, blueprintId, name);
          return null;
        });
  }

  private static void delete(Connection connection, String blueprintId, String name)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from simulated_resources where blueprint_id = ? and name = ?")) {
      delete.setString(1, blueprintId);
      delete.setString(2, name);
      delete.executeUpdate();
    }
  }

  private String json(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String json, TypeReference<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
