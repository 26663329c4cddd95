package dev.cyanotype.blueprint.store;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.database.Column;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tables `blueprints` and `blueprint_versions`.
final class BlueprintTable {

  static final String TABLE = "blueprints";
  static final String VERSIONS = "blueprint_versions";

  private static final int MAX_DESCRIPTION = 2000;
  private static final int MAX_CATEGORY = 100;

  private static final String COLUMNS =
      "v.blueprint_id, v.version, b.created_at, v.created_at AS updated_at, v.created_by, v.document";
  private static final String BOTH =
      "blueprint_versions v JOIN blueprints b ON b.id = v.blueprint_id";

  private BlueprintTable() {}

  static void insert(Connection connection, StoredBlueprint stored) throws SQLException {
    Blueprint blueprint = stored.blueprint();
    Statements.execute(
        connection,
        "INSERT INTO blueprints (id, version, name, description, category, providers, resources,"
            + " created_at, updated_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        stored.id(),
        stored.version(),
        blueprint.name(),
        description(blueprint),
        category(blueprint),
        providers(blueprint),
        blueprint.resources().size(),
        Column.time(stored.createdAt()),
        Column.time(stored.updatedAt()),
        stored.createdBy());
    insertVersion(connection, stored);
  }

  static void update(Connection connection, StoredBlueprint stored) throws SQLException {
    Blueprint blueprint = stored.blueprint();
    Statements.execute(
        connection,
        "UPDATE blueprints SET version = ?, name = ?, description = ?, category = ?,"
            + " providers = ?, resources = ?, updated_at = ? WHERE id = ?",
        stored.version(),
        blueprint.name(),
        description(blueprint),
        category(blueprint),
        providers(blueprint),
        blueprint.resources().size(),
        Column.time(stored.updatedAt()),
        stored.id());
    insertVersion(connection, stored);
  }

  private static void insertVersion(Connection connection, StoredBlueprint stored)
      throws SQLException {
    Statements.execute(
        connection,
        "INSERT INTO blueprint_versions (blueprint_id, version, document, created_at, created_by)"
            + " VALUES (?, ?, ?, ?, ?)",
        stored.id(),
        stored.version(),
        Documents.write(stored.blueprint()),
        Column.time(stored.updatedAt()),
        stored.createdBy());
  }

  static boolean delete(Connection connection, String id) throws SQLException {
    return Statements.execute(connection, "DELETE FROM blueprints WHERE id = ?", id) > 0;
  }

  /// The number of the latest version; nobody else changes the blueprint until the transaction
  /// ends.
  static Optional<Integer> lock(Connection connection, String id) throws SQLException {
    return new Select(TABLE)
        .where("id = ?", id)
        .first(connection, row -> row.getInt("version"), "FOR UPDATE");
  }

  static Optional<StoredBlueprint> latest(Connection connection, String id) throws SQLException {
    return new Select(COLUMNS, BOTH)
        .where("v.version = b.version AND b.id = ?", id)
        .first(connection, BlueprintTable::stored);
  }

  static Optional<StoredBlueprint> version(Connection connection, String id, int version)
      throws SQLException {
    return new Select(COLUMNS, BOTH)
        .where("b.id = ?", id)
        .where("v.version = ?", version)
        .first(connection, BlueprintTable::stored);
  }

  private static StoredBlueprint stored(ResultSet row) throws SQLException {
    return new StoredBlueprint(
        row.getString("blueprint_id"),
        row.getInt("version"),
        Column.time(row, "created_at"),
        Column.time(row, "updated_at"),
        row.getString("created_by"),
        Documents.read(row.getString("document")));
  }

  static Select filtered(BlueprintFilter filter) {
    return new Select(TABLE)
        .where(
            "LOWER(name) LIKE ? ESCAPE '!'",
            filter.name().map(name -> Column.containing(Column.text(name, MAX_DESCRIPTION))))
        .where(
            "providers LIKE ? ESCAPE '!'",
            filter.provider().map(provider -> Column.containing(" " + provider.id() + " ")))
        .where("category = ?", filter.category().map(text -> Column.text(text, MAX_DESCRIPTION)));
  }

  static BlueprintSummary summary(ResultSet row) throws SQLException {
    return new BlueprintSummary(
        row.getString("id"),
        row.getInt("version"),
        row.getString("name"),
        row.getString("description"),
        Optional.of(row.getString("category")).filter(text -> !text.isEmpty()).orElse(null),
        List.of(row.getString("providers").strip().split(" ")),
        row.getInt("resources"),
        Column.time(row, "created_at"),
        Column.time(row, "updated_at"),
        row.getString("created_by"));
  }

  static VersionSummary versionSummary(ResultSet row) throws SQLException {
    return new VersionSummary(
        row.getInt("version"), Column.time(row, "created_at"), row.getString("created_by"));
  }

  private static String description(Blueprint blueprint) {
    return Column.text(blueprint.description(), MAX_DESCRIPTION);
  }

  private static String category(Blueprint blueprint) {
    return Column.text(blueprint.metadataText("category").orElse(""), MAX_CATEGORY);
  }

  private static String providers(Blueprint blueprint) {
    return blueprint.resources().stream()
        .map(resource -> resource.provider().id())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" ", " ", " "));
  }
}
