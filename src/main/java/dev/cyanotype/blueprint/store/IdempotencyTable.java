package dev.cyanotype.blueprint.store;

import dev.cyanotype.database.Column;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.security.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// The table `idempotency_keys`.
final class IdempotencyTable {

  /// The request that a key was first used for.
  record Use(String bodyDigest, String blueprintId) {}

  private IdempotencyTable() {}

  /// Takes a key for a request. Waits for another transaction that is about to take the same one.
  ///
  /// @return false where it was taken before
  static boolean take(Connection connection, Caller caller, IdempotencyKey key, Use use)
      throws SQLException {
    return Statements.execute(
            connection,
            "INSERT INTO idempotency_keys"
                + " (caller, idempotency_key, body_digest, blueprint_id, created_at)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            caller.id(),
            key.value(),
            use.bodyDigest(),
            use.blueprintId(),
            Column.time(Column.now()))
        > 0;
  }

  static Use use(Connection connection, Caller caller, IdempotencyKey key) throws SQLException {
    return new Select("idempotency_keys")
        .where("caller = ?", caller.id())
        .where("idempotency_key = ?", key.value())
        .first(
            connection, row -> new Use(row.getString("body_digest"), row.getString("blueprint_id")))
        .orElseThrow();
  }

  static void forget(Connection connection, Instant before) throws SQLException {
    Statements.execute(
        connection, "DELETE FROM idempotency_keys WHERE created_at < ?", Column.time(before));
  }
}
