package dev.cyanotype.database;

import dev.cyanotype.database.Select.Reading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Statements with their values.
public final class Statements {

  private Statements() {}

  /// @param sql with a `?` for each value
  /// @return how many rows it changed
  public static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    H2File.requireOpen(connection);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      return statement.executeUpdate();
    }
  }

  /// @param sql with a `?` for each value
  public static <T> List<T> query(
      Connection connection, Reading<T> reading, String sql, Object... values) throws SQLException {
    H2File.requireOpen(connection);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reading.of(rows));
        }
        return read;
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i] instanceof Instant instant ? Column.time(instant) : values[i];
      statement.setObject(i + 1, value);
    }
  }
}
