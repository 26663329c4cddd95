package dev.cyanotype.database;

import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads rows by conditions of which some may not be asked for. Values are always parameters.
public final class Select {

  /// Makes something of a row.
  @FunctionalInterface
  public interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final String columns;
  private final String table;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /// @param table a name, never what somebody sent
  public Select(String table) {
    this("*", table);
  }

  /// @param table or several, joined
  public Select(String columns, String table) {
    this.columns = columns;
    this.table = table;
  }

  /// @param condition with one `?` for the value
  public Select where(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
    return this;
  }

  public Select where(String condition, Optional<?> value) {
    value.ifPresent(found -> where(condition, found));
    return this;
  }

  private String from() {
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return " FROM " + table + where;
  }

  /// The first row.
  ///
  /// @param more such as `FOR UPDATE`
  public <T> Optional<T> first(Connection connection, Reading<T> reading, String more)
      throws SQLException {
    return all(connection, reading, more).stream().findFirst();
  }

  public <T> Optional<T> first(Connection connection, Reading<T> reading) throws SQLException {
    return first(connection, reading, "");
  }

  /// @param order columns, of which the last ones make it total
  public <T> Page<T> page(Connection connection, String order, Paging paging, Reading<T> reading)
      throws SQLException {
    String part = "ORDER BY " + order + " LIMIT " + paging.limit() + " OFFSET " + paging.skip();
    return new Page<>(all(connection, reading, part), count(connection));
  }

  /// @param more such as `ORDER BY id`
  public <T> List<T> all(Connection connection, Reading<T> reading, String more)
      throws SQLException {
    return query(connection, "SELECT " + columns + from() + " " + more, reading);
  }

  public long count(Connection connection) throws SQLException {
    return query(connection, "SELECT COUNT(*)" + from(), row -> row.getLong(1)).getFirst();
  }

  private <T> List<T> query(Connection connection, String sql, Reading<T> reading)
      throws SQLException {
    return Statements.query(connection, reading, sql, values.toArray());
  }
}
