package dev.cyanotype.database;

import dev.cyanotype.problem.ProblemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/// What the failure of a transaction is to its caller. SQL, addresses and names of tables stay in
/// the log.
final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  static final Duration LATER = Duration.ofSeconds(5);

  /// Classes of SQLSTATE: connection exceptions, out of resources, stopped by an operator, and I/O
  /// errors of the server.
  private static final Set<String> GONE = Set.of("08", "53", "57", "58");

  /// Classes of SQLSTATE: transactions that were rolled back for others, and H2's time limit for
  /// locks.
  private static final Set<String> GIVEN_UP = Set.of("40", "HY");

  /// Of a lock that another one held for too long, in PostgreSQL.
  private static final String NO_LOCK = "55P03";

  /// H2's database is closed, or its file broken off.
  private static final Set<Integer> H2_GONE = Set.of(90028, 90031, 90098, 90121);

  private Failures() {}

  static RuntimeException of(Throwable failure) {
    return switch (failure) {
      case SQLException e -> of(e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(failure);
    };
  }

  private static RuntimeException of(SQLException failure) {
    if (isGone(failure)) {
      return unreachable(failure);
    }
    if (isGivenUp(failure)) {
      LOG.infof("A transaction was given up: %s", failure.getMessage());
      return ProblemException.unavailable(
          "Others are changing the same at the moment; nothing was done.", SOON);
    }
    return new IllegalStateException("A statement failed in the database", failure);
  }

  static RuntimeException unreachable(Throwable failure) {
    LOG.warnf("The database cannot be used: %s", failure.getMessage());
    return ProblemException.unavailable(
        "The database cannot be reached at the moment, or has no connection free.", LATER);
  }

  static ProblemException removed(Path folder) {
    LOG.warnf("The database's file in %s was removed: put it back, or start again", folder);
    return ProblemException.unavailable("The database's file was removed.", LATER);
  }

  /// True where the database was closed under its connections, or they were ended by its server.
  static boolean isClosed(SQLException failure) {
    String state = failure.getSQLState();
    return H2_GONE.contains(failure.getErrorCode())
        || (state != null && (state.startsWith("08") || state.startsWith("57P")));
  }

  /// Without a state, the pool speaks.
  private static boolean isGone(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || GONE.stream().anyMatch(state::startsWith) || isClosed(failure);
  }

  private static boolean isGivenUp(SQLException failure) {
    String state = failure.getSQLState();
    return state.equals(NO_LOCK) || GIVEN_UP.stream().anyMatch(state::startsWith);
  }
}
