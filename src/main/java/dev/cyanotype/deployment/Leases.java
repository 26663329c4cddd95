package dev.cyanotype.deployment;

import dev.cyanotype.database.Statements;
import dev.cyanotype.deployment.Deployment.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// Who works on which deployment: its owner, as long as the lease is renewed.
final class Leases {

  /// Another owner has the deployment now.
  static final class NotOwnerException extends RuntimeException {
    NotOwnerException(String deploymentId) {
      super("deployment " + deploymentId + " was taken over", null, false, false);
    }
  }

  private Leases() {}

  /// The end of what begins now, by the database's time, which all owners share.
  static Instant until(Connection connection, Duration time) throws SQLException {
    return now(connection).plus(time);
  }

  static Instant now(Connection connection) throws SQLException {
    return Statements.query(
            connection, row -> row.getTimestamp(1).toInstant(), "select current_timestamp")
        .getFirst();
  }

  /// Keeps others from the deployment until the transaction ends.
  ///
  /// @throws NotOwnerException where another has it
  static void check(Connection connection, String owner, String id) throws SQLException {
    int owned =
        Statements.execute(
            connection,
            "update deployments set events = events where id = ? and owner = ?",
            id,
            owner);
    if (owned == 0) {
      throw new NotOwnerException(id);
    }
  }

  /// @return false where another has it
  static boolean renew(Connection connection, String owner, String id, Duration lease)
      throws SQLException {
    int renewed =
        Statements.execute(
            connection,
            "update deployments set lease_until = ? where id = ? and owner = ?",
            until(connection, lease),
            id,
            owner);
    return renewed == 1;
  }

  /// @return false where somebody else was faster
  static boolean takeOver(
      Connection connection, String owner, Deployment left, Instant now, Duration lease)
      throws SQLException {
    Status status = left.phase() == Phase.FORTH ? Status.RUNNING : Status.ROLLING_BACK;
    int taken =
        Statements.execute(
            connection,
            """
            update deployments set owner = ?, lease_until = ?, resumed = resumed + 1, status = ?
            where id = ? and lease_until < ?""",
            owner,
            now.plus(lease),
            status.id(),
            left.id(),
            now);
    return taken == 1;
  }
}
