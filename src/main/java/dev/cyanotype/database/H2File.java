package dev.cyanotype.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/// The file that H2 keeps its data in.
final class H2File {

  private H2File() {}

  /// Has H2 hand its commits to the operating system, so that ending the process loses nothing. Its
  /// own setting for that, WRITE_DELAY=0, stops the thread that takes back unused space too. It
  /// writes some 50 KB however little was changed.
  static void checkpoint(Connection connection) throws SQLException {
    execute(connection, "CHECKPOINT");
    awaitQueued(connection);
  }

  /// CHECKPOINT finds nothing to do where H2's own thread has taken it to write, and does not wait
  /// until that one has.
  private static void awaitQueued(Connection connection) throws SQLException {
    if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
      session
          .getDatabase()
          .getStore()
          .getMvStore()
          .getFileStore()
          .executeFileStoreOperation(() -> {});
    }
  }

  /// Has the operating system write it to the disk.
  static void sync(Connection connection) throws SQLException {
    execute(connection, "CHECKPOINT SYNC");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
