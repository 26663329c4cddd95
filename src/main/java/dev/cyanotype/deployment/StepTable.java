package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.database.Column;
import dev.cyanotype.database.JsonText;
import dev.cyanotype.database.Select;
import dev.cyanotype.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The table `deployment_steps`.
final class StepTable {

  private final JsonText json;

  StepTable(JsonText json) {
    this.json = json;
  }

  List<StepRecord> of(Connection connection, String id) throws SQLException {
    return new Select("deployment_steps")
        .where("deployment_id = ?", id)
        .all(connection, this::step, "order by position, name");
  }

  private StepRecord step(ResultSet row) throws SQLException {
    return new StepRecord(
        row.getString("name"),
        ResourceType.of(row.getString("type")).orElseThrow(),
        Action.of(row.getString("action")),
        row.getInt("stage"),
        json.list(row.getString("after_steps"), String[].class),
        row.getObject("after_left_out", Integer.class),
        json.list(row.getString("changes"), Change[].class),
        row.getObject("changes_left_out", Integer.class),
        row.getBoolean("existed"),
        StepState.of(row.getString("state")),
        row.getString("step"),
        Column.time(row, "started_at"),
        Column.time(row, "ended_at"),
        row.getString("error"));
  }

  void delete(Connection connection, String id) throws SQLException {
    Statements.execute(connection, "delete from deployment_steps where deployment_id = ?", id);
  }

  /// What is new to it is added, what was begun and is as wanted is done, and the rest is to be
  /// done as the plan says.
  void plan(Connection connection, String id, DeploymentPlan plan) throws SQLException {
    Map<String, StepRecord> known =
        of(connection, id).stream()
            .collect(Collectors.toMap(StepRecord::name, Function.identity()));
    List<PlanStep> steps = Excerpt.of(plan.steps());
    for (int position = 0; position < steps.size(); position++) {
      planned(connection, id, steps.get(position), known, position);
    }
    for (StepRecord before : known.values()) {
      foundGone(connection, id, before, plan);
    }
  }

  private void planned(
      Connection connection, String id, PlanStep step, Map<String, StepRecord> known, int position)
      throws SQLException {
    StepRecord before = known.get(step.name());
    if (before == null) {
      insert(connection, id, step, position);
    } else if (step.changesSomething()) {
      planAgain(connection, id, step, position);
    } else if (before.state() != StepState.DONE) {
      found(connection, id, step.name(), "found as wanted");
    }
  }

  private static void foundGone(
      Connection connection, String id, StepRecord before, DeploymentPlan plan)
      throws SQLException {
    if (plan.step(before.name()).isEmpty() && !before.state().isOver()) {
      found(connection, id, before.name(), "found gone");
    }
  }

  private void insert(Connection connection, String id, PlanStep step, int position)
      throws SQLException {
    Statements.execute(
        connection,
        """
        insert into deployment_steps (deployment_id, name, type, position, stage, action,
          after_steps, after_left_out, changes, changes_left_out, existed, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        id,
        step.name(),
        step.type().id(),
        position,
        step.stage(),
        step.action().id(),
        json.write(step.after()),
        step.afterLeftOut(),
        json.write(step.changes()),
        step.changesLeftOut(),
        step.actual() != null,
        (step.changesSomething() ? StepState.PENDING : StepState.DONE).id());
  }

  private void planAgain(Connection connection, String id, PlanStep step, int position)
      throws SQLException {
    Statements.execute(
        connection,
        """
        update deployment_steps set position = ?, stage = ?, action = ?, after_steps = ?,
          after_left_out = ?, changes = ?, changes_left_out = ?, state = ?, ended_at = null
        where deployment_id = ? and name = ?""",
        position,
        step.stage(),
        step.action().id(),
        json.write(step.after()),
        step.afterLeftOut(),
        json.write(step.changes()),
        step.changesLeftOut(),
        StepState.PENDING.id(),
        id,
        step.name());
  }

  private static void found(Connection connection, String id, String name, String what)
      throws SQLException {
    Statements.execute(
        connection,
        """
        update deployment_steps set state = ?, ended_at = ?, step = ?
        where deployment_id = ? and name = ?""",
        StepState.DONE.id(),
        Instant.now(),
        what,
        id,
        name);
  }

  void become(Connection connection, String id, String name, StepState state, StepTimes times)
      throws SQLException {
    Statements.execute(
        connection,
        """
        update deployment_steps set state = ?, step = ?, error = ?, started_at = ?, ended_at = ?
        where deployment_id = ? and name = ?""",
        state.id(),
        times.step(),
        times.error(),
        times.startedAt(),
        times.endedAt(),
        id,
        name);
  }

  /// @param error null to leave what is there
  void undone(Connection connection, String id, String name, StepState state, String error)
      throws SQLException {
    Statements.execute(
        connection,
        """
        update deployment_steps set state = ?, error = coalesce(?, error)
        where deployment_id = ? and name = ?""",
        state.id(),
        error,
        id,
        name);
  }
}
