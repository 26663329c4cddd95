package dev.cyanotype.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.h2.api.ErrorCode;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;

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
    session(connection)
        .map(session -> session.getDatabase().getStore().getMvStore().getFileStore())
        .ifPresent(file -> file.executeFileStoreOperation(() -> {}));
  }

  /// Whatever is done with the file once H2 has closed it, because it could not be written for one,
  /// may never return, which [#abandon] is for.
  ///
  /// @throws SQLException where H2 has closed it; never for another database
  static void requireOpen(Connection connection) throws SQLException {
    if (isClosed(connection)) {
      throw DbException.get(ErrorCode.DATABASE_IS_CLOSED).getSQLException();
    }
  }

  /// Ends a connection to a file that H2 has closed without asking anything more of it, such as to
  /// roll back.
  ///
  /// @return false where there is no such connection, and nothing was done
  static boolean abandon(Connection connection) throws SQLException {
    Optional<SessionLocal> session = session(connection).filter(H2File::isClosed);
    session.ifPresent(H2File::abandon);
    return session.isPresent();
  }

  private static void abandon(SessionLocal session) {
    Database database = session.getDatabase();
    if (database == null) {
      return;
    }
    forget(database);
    database.setBackgroundException(DbException.get(ErrorCode.DATABASE_IS_CLOSED));
    try {
      session.close();
    } catch (DbException _) {
      // the exception above, before the session rolls back
    }
  }

  /// Has the next connection open the file anew. To be done once: the second time would make H2
  /// forget the one that was opened since.
  private static synchronized void forget(Database database) {
    if (!database.isClosing()) {
      database.shutdownImmediately();
    }
  }

  private static boolean isClosed(Connection connection) throws SQLException {
    return session(connection).filter(H2File::isClosed).isPresent();
  }

  private static boolean isClosed(SessionLocal session) {
    Database database = session.getDatabase();
    return database == null || database.getStore().getMvStore().isClosed();
  }

  private static Optional<SessionLocal> session(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(JdbcConnection.class)) {
      return Optional.empty();
    }
    return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
        ? Optional.of(session)
        : Optional.empty();
  }

  /// Has the operating system write it to the disk.
  static void sync(Connection connection) throws SQLException {
    execute(connection, "CHECKPOINT SYNC");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    requireOpen(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
