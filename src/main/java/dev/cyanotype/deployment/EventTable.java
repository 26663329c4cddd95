package dev.cyanotype.deployment;

import dev.cyanotype.database.JsonText;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import dev.cyanotype.streaming.StreamEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The table `deployment_events`: what those who follow a deployment are told.
final class EventTable {

  /// @param number from 1
  /// @param data as JSON
  record Event(int number, String type, String data) {}

  private final JsonText json;

  EventTable(JsonText json) {
    this.json = json;
  }

  /// The first 500 behind the event `after`, in their order.
  List<Event> behind(Connection connection, String id, int after) throws SQLException {
    return new Select("deployment_events")
        .where("deployment_id = ?", id)
        .where("number > ?", after)
        .all(
            connection,
            row -> new Event(row.getInt("number"), row.getString("type"), row.getString("data")),
            "order by number limit 500");
  }

  void delete(Connection connection, String id) throws SQLException {
    Statements.execute(connection, "delete from deployment_events where deployment_id = ?", id);
  }

  void append(Connection connection, String id, List<StreamEvent> events) throws SQLException {
    for (StreamEvent event : events) {
      Statements.execute(
          connection,
          "insert into deployment_events (deployment_id, number, type, data) values (?, ?, ?, ?)",
          id,
          nextNumber(connection, id),
          event.type(),
          json.write(event.data()));
    }
  }

  /// Counted up in the deployment's row, which stays locked until the transaction ends: so nobody
  /// sees an event before those with smaller numbers.
  private static int nextNumber(Connection connection, String id) throws SQLException {
    Statements.execute(connection, "update deployments set events = events + 1 where id = ?", id);
    return new Select("events", "deployments")
        .where("id = ?", id)
        .first(connection, row -> row.getInt(1))
        .orElseThrow();
  }
}
