package dev.cyanotype.deployment;

import dev.cyanotype.streaming.StreamEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What a run journals of its deployment, in its owner's name. Wakes those who follow.
final class RunJournal {

  private final Surroundings around;
  private final Journal journal;
  private final Deployment deployment;

  RunJournal(Surroundings around, Deployment deployment) {
    this.around = around;
    this.journal = around.journal();
    this.deployment = deployment;
  }

  private String id() {
    return deployment.id();
  }

  List<StepRecord> steps() {
    return journal.steps(id());
  }

  boolean isCancelRequested() {
    return journal.isCancelRequested(id());
  }

  /// Tells those who follow.
  void say(String text) {
    tell(status(text));
  }

  private void tell(StreamEvent event) {
    journal.tell(around.owner(), id(), event);
    around.signals().changed();
  }

  private StreamEvent status(String text) {
    return new StreamEvent.Status(deployment.simulated() ? "Simulated: " + text : text);
  }

  /// @param found what became of steps whose end is not journaled
  void planned(Engine engine, DeploymentPlan plan, List<String> found) {
    StreamEvent shown =
        new StreamEvent.PlanReady(
            Plan.of(
                deployment.blueprintId(), id(), deployment.version().orElse(null), engine, plan));
    List<StreamEvent> told =
        Stream.concat(found.stream().map(this::status), Stream.of(shown)).toList();
    journal.planned(around.owner(), id(), plan, told);
    around.signals().changed();
  }

  void step(PlanStep step, StepState state, StepTimes times) {
    StreamEvent told =
        progress(
            step.name(), step.action(), state, null, times.step(), times.duration(), times.error());
    journal.step(around.owner(), id(), step.name(), state, times, told);
    around.signals().changed();
  }

  /// That a step is being undone is told, and not kept.
  void undoing(PlanStep step) {
    tell(rollback(step.name(), step.action(), StepState.STARTED, null, null));
  }

  /// @param time that it took; null where nothing was to be done
  void undone(String name, Action action, Duration time) {
    undone(name, action, StepState.ROLLED_BACK, time, null);
  }

  /// @param time that it took; null where it was not begun
  void notUndone(String name, Action action, Duration time, String why) {
    undone(name, action, StepState.ROLLBACK_FAILED, time, why);
  }

  private void undone(String name, Action action, StepState state, Duration time, String error) {
    StreamEvent told = rollback(name, action, state, time, error);
    journal.undone(around.owner(), id(), name, state, error, told);
    around.signals().changed();
  }

  private StreamEvent rollback(
      String name, Action action, StepState state, Duration time, String error) {
    return progress(name, action, state, true, null, time, error);
  }

  private StreamEvent progress(
      String name,
      Action action,
      StepState state,
      Boolean rollback,
      String step,
      Duration time,
      String error) {
    return new StreamEvent.ResourceReady(
        new ResourceProgress(
            name,
            action,
            state,
            rollback,
            step,
            time == null ? null : time.toMillis(),
            error,
            deployment.simulated(),
            Instant.now()));
  }

  /// @return the deployment as it is from now on
  Deployment turnBack(String why) {
    StreamEvent told = status("Rolls back what it has changed, since: " + why);
    journal.turnBack(around.owner(), id(), why, told);
    around.signals().changed();
    return journal.find(id()).orElseThrow();
  }

  /// @param error null where it succeeded
  void end(Status status, String error) {
    journal.ended(
        around.owner(), id(), status, error, connection -> ended(connection, status, error));
    around.meters().ended(deployment.engine(), status);
    around.signals().changed();
  }

  private void ended(Connection connection, Status status, String error) throws SQLException {
    around.deployed().ended(connection, deployment, status);
    around
        .trail()
        .record(
            connection,
            deployment.requestedBy(),
            "deployment." + deployment.kind().id() + ".ended",
            "deployment/" + id(),
            status.id(),
            error == null ? "" : error);
  }

  /// Leaves it half done, for whoever takes it over after `wait`.
  void leave(String why, Duration wait) {
    StreamEvent told = status("Interrupted: " + why + DeploymentRun.GOES_ON);
    journal.interrupted(around.owner(), id(), why, wait, List.of(told));
  }
}
