package dev.cyanotype.deployment;

import dev.cyanotype.deployment.Execution.Halt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Undoes what a deployment may have changed: what was not there before goes, and the rest becomes
/// what the version before wants of it.
final class GoingBack implements Execution.Steps {

  private static final String NO_WAY_BACK =
      "It was there, and no version that was deployed to its end says how.";

  private final Work work;
  private final RunJournal journal;
  private final Deployment deployment;
  private final Target previous;
  private final Map<String, StepRecord> touched;
  private volatile String outOfReach;

  /// @param deployment with why it goes back
  GoingBack(Work work, Deployment deployment, Target previous) {
    this.work = work;
    this.journal = work.journal();
    this.deployment = deployment;
    this.previous = previous;
    this.touched =
        journal.steps().stream()
            .filter(StepRecord::mayHaveChanged)
            .collect(Collectors.toMap(StepRecord::name, Function.identity()));
  }

  Ending go() throws InterruptedException {
    try {
      return touched.isEmpty() ? rolledBack() : ending(undo(undoing()));
    } catch (EngineException e) {
      return e.kind() == EngineException.Kind.UNREACHABLE
          ? new Ending.Unreachable(e.getMessage())
          : new Ending.Ended(Status.ROLLBACK_FAILED, e.getMessage());
    }
  }

  private DeploymentPlan undoing() {
    Wanted before = Wanted.of(work.engine(), previous);
    List<WantedResource> restored =
        before.resources().stream().filter(one -> mayBeThere(one.name())).toList();
    List<ActualResource> actual = work.engine().actual(deployment.blueprintId());
    return DeploymentPlan.of(work.engine(), new Wanted(restored, before.warnings()), actual)
        .only(this::undoes);
  }

  private boolean mayBeThere(String name) {
    return !touched.containsKey(name) || touched.get(name).existed();
  }

  private boolean undoes(PlanStep step) {
    return touched.containsKey(step.name())
        && !(step.action() == Action.DELETE && touched.get(step.name()).existed());
  }

  private Execution.Outcome undo(DeploymentPlan plan) throws InterruptedException {
    Map<String, String> lost = new TreeMap<>();
    for (StepRecord step : touched.values()) {
      Optional<PlanStep> undoing = plan.step(step.name());
      if (undoing.isEmpty() && step.existed()) {
        lost.put(step.name(), NO_WAY_BACK);
        journal.notUndone(step.name(), step.action(), null, NO_WAY_BACK);
      } else if (undoing.filter(PlanStep::changesSomething).isEmpty()) {
        journal.undone(step.name(), undoing.map(PlanStep::action).orElse(step.action()), null);
      }
    }
    return work.execute(plan, this).with(lost);
  }

  private Ending ending(Execution.Outcome outcome) {
    if (outOfReach != null) {
      return new Ending.Unreachable(outOfReach);
    }
    if (outcome.halt().isPresent()) {
      return new Ending.Interrupted();
    }
    return outcome.isComplete()
        ? rolledBack()
        : new Ending.Ended(
            Status.ROLLBACK_FAILED,
            deployment.error().orElse("It failed.") + " And rolling back, " + outcome.why());
  }

  private Ending rolledBack() {
    return new Ending.Ended(
        deployment.cancelRequested() ? Status.CANCELLED_ROLLED_BACK : Status.FAILED_ROLLED_BACK,
        deployment.error().orElse(null));
  }

  @Override
  public StepCall.Result run(PlanStep step) {
    Instant started = Instant.now();
    journal.undoing(step);
    StepCall.Result result = work.calls().make(previous, step, _ -> {});
    return ended(step, result, Duration.between(started, Instant.now()));
  }

  private StepCall.Result ended(PlanStep step, StepCall.Result result, Duration time) {
    switch (result) {
      case StepCall.Result.Done() -> undone(step, time);
      case StepCall.Result.Failed(String why, boolean isOutOfReach) -> {
        if (isOutOfReach) {
          outOfReach = why;
          return new StepCall.Result.Stopped();
        }
        journal.notUndone(step.name(), step.action(), time, why);
      }
      case StepCall.Result.Stopped() -> {}
    }
    return result;
  }

  private void undone(PlanStep step, Duration time) {
    journal.undone(step.name(), step.action(), time);
    if (touched.get(step.name()).action() == Action.DELETE) {
      journal.say(step.name() + " was made again; data that it had is not back.");
    }
  }

  @Override
  public Optional<Halt> halt() {
    return outOfReach == null ? work.halted().get() : Optional.of(Halt.INTERRUPTED);
  }

  @Override
  public void skipped(PlanStep step, String why) {
    journal.notUndone(step.name(), step.action(), null, why);
  }

  @Override
  public boolean goesOnAfterFailure() {
    return true;
  }
}
