package dev.cyanotype.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.exception.FlywayValidateException;

/// Why the database cannot be used from the start, in one line that says what to set.
final class StartProblem {

  /// H2's, of a file that another process has open.
  private static final int IN_USE = 90020;

  private StartProblem() {}

  static String of(Throwable failure, Optional<DatabaseUrl> server, Path folder) {
    Optional<SQLException> refusal = sql(failure);
    String reason = line(refusal.map(Throwable::getMessage).orElse(failure.getMessage()));
    if (failure instanceof FlywayValidateException) {
      return "the database was made by another version: " + reason;
    }
    if (server.isPresent()) {
      return "the database %s cannot be used: %s; set CYANOTYPE_DATABASE_URL, CYANOTYPE_DATABASE_USERNAME and CYANOTYPE_DATABASE_PASSWORD"
          .formatted(server.get().shown(), reason);
    }
    return refusal.filter(e -> e.getErrorCode() == IN_USE).isPresent()
        ? "another process has the database in %s open; stop it, or set CYANOTYPE_DATA_DIR to another folder or CYANOTYPE_DATABASE_URL to a PostgreSQL server"
            .formatted(folder)
        : "the database in %s cannot be used: %s; set CYANOTYPE_DATA_DIR".formatted(folder, reason);
  }

  private static Optional<SQLException> sql(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String line(String text) {
    return String.valueOf(text).strip().lines().findFirst().orElse("").replaceFirst("\\.$", "");
  }
}
