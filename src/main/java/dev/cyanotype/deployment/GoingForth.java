package dev.cyanotype.deployment;

import dev.cyanotype.deployment.Execution.Halt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Plans from what is there now, and does the steps.
final class GoingForth implements Execution.Steps {

  private final Work work;
  private final RunJournal journal;
  private final Deployment deployment;
  private final Target target;

  GoingForth(Work work, Deployment deployment, Target target) {
    this.work = work;
    this.journal = work.journal();
    this.deployment = deployment;
    this.target = target;
  }

  Ending go() throws InterruptedException {
    Optional<String> failed = failedBefore();
    if (failed.isPresent()) {
      return new Ending.Stopped(failed.get());
    }
    DeploymentPlan plan;
    try {
      plan = DeploymentPlan.of(work.engine(), target);
    } catch (EngineException e) {
      return notPlanned(e);
    }
    journal.planned(work.engine(), plan, deployment.resumed() > 0 ? found(plan) : List.of());
    return ending(work.execute(plan, this));
  }

  private Optional<String> failedBefore() {
    return journal.steps().stream()
        .filter(step -> step.state() == StepState.FAILED)
        .map(step -> step.name() + ": " + step.error())
        .findFirst();
  }

  private Ending notPlanned(EngineException e) {
    boolean mayComeBack = e.kind() == EngineException.Kind.UNREACHABLE && deployment.resumed() > 0;
    return mayComeBack
        ? new Ending.Unreachable(e.getMessage())
        : new Ending.Stopped(e.getMessage());
  }

  private static Ending ending(Execution.Outcome outcome) {
    if (outcome.isComplete()) {
      return new Ending.Ended(Status.SUCCEEDED, null);
    }
    return outcome.halt().filter(Halt.INTERRUPTED::equals).isPresent()
        ? new Ending.Interrupted()
        : new Ending.Stopped(outcome.why());
  }

  private List<String> found(DeploymentPlan plan) {
    Map<String, PlanStep> now =
        plan.steps().stream().collect(Collectors.toMap(PlanStep::name, Function.identity()));
    return journal.steps().stream()
        .filter(step -> step.state() == StepState.STARTED)
        .filter(step -> now.containsKey(step.name()) || step.action() == Action.DELETE)
        .map(step -> found(step, Optional.ofNullable(now.get(step.name()))))
        .toList();
  }

  /// Says what became of a step whose end is not journaled.
  private static String found(StepRecord begun, Optional<PlanStep> now) {
    Action left = now.map(PlanStep::action).orElse(Action.UNCHANGED);
    String text =
        switch (left) {
          case CREATE -> "was not made";
          case UPDATE, REPLACE -> "is there, but not as wanted";
          case DELETE -> "is still there";
          case UNCHANGED -> begun.action() == Action.DELETE ? "is gone" : "is there as wanted";
        };
    return "Found: " + begun.name() + " " + text + ".";
  }

  @Override
  public StepCall.Result run(PlanStep step) {
    Instant started = Instant.now();
    BoundedProgress progress =
        new BoundedProgress(
            said -> journal.step(step, StepState.STARTED, StepTimes.running(said, started)));
    journal.step(step, StepState.STARTED, StepTimes.running(null, started));
    StepCall.Result result = work.calls().make(target, step, progress);
    ended(step, result, started, progress.last());
    return result;
  }

  private void ended(PlanStep step, StepCall.Result result, Instant started, String said) {
    Instant now = Instant.now();
    switch (result) {
      case StepCall.Result.Done() ->
          journal.step(step, StepState.DONE, new StepTimes(said, started, now, null));
      case StepCall.Result.Failed(String why, _) ->
          journal.step(step, StepState.FAILED, new StepTimes(said, started, now, why));
      case StepCall.Result.Stopped() -> {}
    }
  }

  @Override
  public Optional<Halt> halt() {
    return work.halted().get().or(this::cancelled);
  }

  private Optional<Halt> cancelled() {
    return journal.isCancelRequested() ? Optional.of(Halt.CANCELLED) : Optional.empty();
  }

  @Override
  public void skipped(PlanStep step, String why) {
    journal.step(step, StepState.SKIPPED, StepTimes.skipped(why));
  }

  @Override
  public boolean goesOnAfterFailure() {
    return deployment.onFailure() == OnFailure.KEEP;
  }
}
