package dev.cyanotype.trail;

import dev.cyanotype.database.Column;
import dev.cyanotype.database.Database;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.request.RequestId;
import dev.cyanotype.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Who did what. Entries are only ever added; PostgreSQL refuses everything else by a trigger.
@ApplicationScoped
public class AuditTrail {

  public static final String DONE = "done";
  static final String REFUSED = "refused";

  private static final int MAX_DETAIL = 2000;
  private static final int MAX_TARGET = 300;

  private final Database database;

  AuditTrail(Database database) {
    this.database = database;
  }

  /// Adds an entry in the transaction of what it tells, so that neither is there without the other.
  ///
  /// @param action such as `blueprint.create`, at most 100 characters
  /// @param target such as `blueprint/0b9d…`, cut after 300 characters
  /// @param outcome [#DONE] or another word for it, at most 100 characters
  /// @param detail in words, without secrets, cut after 2,000 characters
  public void record(
      Connection connection,
      Caller caller,
      String action,
      String target,
      String outcome,
      String detail)
      throws SQLException {
    Statements.execute(
        connection,
        "INSERT INTO audit_trail (at, caller, action, target, outcome, detail, request_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        Column.time(Column.now()),
        caller.id(),
        action,
        Column.text(target, MAX_TARGET),
        outcome,
        Column.text(detail, MAX_DETAIL),
        RequestId.current().orElse(null));
  }

  /// Newest first.
  public Page<AuditEntry> list(AuditFilter filter, Paging paging) {
    Select entries =
        new Select("audit_trail")
            .where("caller = ?", filter.caller().map(text -> Column.text(text, MAX_DETAIL)))
            .where("action = ?", filter.action().map(text -> Column.text(text, MAX_DETAIL)))
            .where("target = ?", filter.target().map(text -> Column.text(text, MAX_DETAIL)))
            .where("at >= ?", filter.since().map(Column::time))
            .where("at < ?", filter.until().map(Column::time));
    return database.read(
        connection -> entries.page(connection, "id DESC", paging, AuditTrail::entry));
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        Column.time(row, "at"),
        row.getString("caller"),
        row.getString("action"),
        row.getString("target"),
        row.getString("outcome"),
        row.getString("detail"),
        row.getString("request_id"));
  }
}
