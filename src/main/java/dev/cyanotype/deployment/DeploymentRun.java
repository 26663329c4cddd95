package dev.cyanotype.deployment;

import dev.cyanotype.deployment.Deployment.Phase;
import dev.cyanotype.deployment.Execution.Halt;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.trail.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Makes one deployment, from wherever it is to its end: plans from what is there now, does the
/// steps, and goes back where one fails. That it may be the continuation of one that was
/// interrupted makes no difference.
final class DeploymentRun {

  private static final Logger LOG = Logger.getLogger(DeploymentRun.class);
  private static final int MAX_PROGRESS = 20;
  private static final int MAX_TEXT = 500;

  static final String GOES_ON = " It goes on by itself.";

  /// What a run works with.
  ///
  /// @param owner in whose name it is journaled
  record Surroundings(
      Journal journal,
      DeployedBlueprints deployed,
      AuditTrail trail,
      DeploymentConfig config,
      DeploymentMeters meters,
      Signals signals,
      String owner) {}

  private final Surroundings around;
  private final Engine engine;
  private final Target target;
  private final Target previous;
  private final Set<StepCall> calls = ConcurrentHashMap.newKeySet();
  private volatile Deployment deployment;
  private volatile boolean stopping;
  private volatile boolean interrupted;
  private volatile long ownUntil;

  /// @param target what it leads to; a blueprint without resources for a destruction
  /// @param previous what a rollback leads to; likewise where nothing was deployed
  DeploymentRun(
      Surroundings around, Deployment deployment, Engine engine, Target target, Target previous) {
    this.around = around;
    this.deployment = deployment;
    this.engine = engine;
    this.target = target;
    this.previous = previous;
    owned(System.nanoTime());
  }

  String id() {
    return deployment.id();
  }

  /// Says that the lease was renewed at `System.nanoTime`.
  void owned(long at) {
    ownUntil = at + around.config().lease().toNanos();
  }

  /// Has no further step begin, and leaves the deployment for later.
  void stopSoon() {
    stopping = true;
  }

  /// Ends the steps that run, too.
  void stopNow() {
    stopping = true;
    interrupted = true;
    calls.forEach(StepCall::stop);
  }

  void run() {
    try {
      LOG.infof(
          "Deployment %s %s: %s of blueprint %s on %s",
          id(),
          deployment.resumed() == 0 ? "begins" : "goes on",
          deployment.kind().id(),
          deployment.blueprintId(),
          engine.id());
      goOn();
    } catch (Leases.NotOwnerException e) {
      LOG.warnf("Deployment %s is another instance's now", id());
    } catch (InterruptedException e) {
      leave("The service went down.", Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Deployment %s broke off", id());
      leave("Something went wrong here; the service's log says what.", again());
    }
  }

  private Duration again() {
    return around.config().lease().multipliedBy(2);
  }

  private void goOn() throws InterruptedException {
    if (deployment.resumed() > 0) {
      tell(status("Goes on after an interruption, from what is there now."));
    }
    if (deployment.phase() == Phase.FORTH) {
      forth();
    } else {
      back();
    }
  }

  private void forth() throws InterruptedException {
    Optional<String> failedBefore =
        journaled().stream()
            .filter(step -> step.state() == StepState.FAILED)
            .map(step -> step.name() + ": " + step.error())
            .findFirst();
    if (failedBefore.isPresent()) {
      stopped(failedBefore.get());
      return;
    }
    DeploymentPlan plan;
    try {
      plan = DeploymentPlan.of(engine, wanted(target), engine.actual(deployment.blueprintId()));
    } catch (EngineException e) {
      notPlanned(e);
      return;
    }
    List<StreamEvent> events = new ArrayList<>();
    if (deployment.resumed() > 0) {
      found(plan).forEach(events::add);
    }
    events.add(new StreamEvent.PlanReady(shown(plan)));
    around.journal().planned(around.owner(), id(), plan, events);
    around.signals().changed();
    Execution.Outcome outcome = execute(plan, forward());
    if (outcome.isComplete()) {
      end(Status.SUCCEEDED, null);
    } else if (outcome.halt().filter(Halt.INTERRUPTED::equals).isPresent()) {
      leave("The service went down.", Duration.ZERO);
    } else {
      stopped(why(outcome));
    }
  }

  /// Nothing wanted needs no question.
  private Wanted wanted(Target of) {
    return of.blueprint().resources().isEmpty()
        ? new Wanted(List.of(), List.of())
        : engine.wanted(of);
  }

  private void notPlanned(EngineException e) throws InterruptedException {
    boolean mayComeBack = e.kind() == EngineException.Kind.UNREACHABLE && deployment.resumed() > 0;
    if (mayComeBack) {
      leave(e.getMessage(), again());
    } else {
      stopped(e.getMessage());
    }
  }

  private List<StreamEvent> found(DeploymentPlan plan) {
    Map<String, PlanStep> now =
        plan.steps().stream().collect(Collectors.toMap(PlanStep::name, Function.identity()));
    return journaled().stream()
        .filter(step -> step.state() == StepState.STARTED)
        .filter(step -> now.containsKey(step.name()) || step.action() == Action.DELETE)
        .map(step -> found(step, Optional.ofNullable(now.get(step.name()))))
        .toList();
  }

  /// Says what became of a step whose end is not journaled.
  private StreamEvent found(StepRecord begun, Optional<PlanStep> now) {
    Action left = now.map(PlanStep::action).orElse(Action.UNCHANGED);
    String text =
        switch (left) {
          case CREATE -> "was not made";
          case UPDATE, REPLACE -> "is there, but not as wanted";
          case DELETE -> "is still there";
          case UNCHANGED -> begun.action() == Action.DELETE ? "is gone" : "is there as wanted";
        };
    return status("Found: " + begun.name() + " " + text + ".");
  }

  private static String why(Execution.Outcome outcome) {
    return outcome.failed().isEmpty()
        ? "It was cancelled."
        : outcome.failed().entrySet().stream()
            .map(failure -> failure.getKey() + ": " + failure.getValue())
            .sorted()
            .collect(Collectors.joining(" "));
  }

  private void stopped(String why) throws InterruptedException {
    boolean cancelled = around.journal().isCancelRequested(id());
    if (deployment.onFailure() == OnFailure.KEEP) {
      end(cancelled ? Status.CANCELLED_KEPT : Status.FAILED_KEPT, why);
    } else {
      around
          .journal()
          .turnBack(
              around.owner(), id(), why, status("Rolls back what it has changed, since: " + why));
      around.signals().changed();
      deployment = around.journal().find(id()).orElseThrow();
      back();
    }
  }

  private void back() throws InterruptedException {
    Map<String, StepRecord> touched =
        journaled().stream()
            .filter(StepRecord::mayHaveChanged)
            .collect(Collectors.toMap(StepRecord::name, Function.identity()));
    Execution.Outcome outcome;
    try {
      outcome =
          touched.isEmpty()
              ? new Execution.Outcome(Map.of(), Optional.empty())
              : undo(touched, undoing(touched));
    } catch (EngineException e) {
      if (e.kind() == EngineException.Kind.UNREACHABLE) {
        leave(e.getMessage(), again());
      } else {
        end(Status.ROLLBACK_FAILED, e.getMessage());
      }
      return;
    }
    if (outcome.halt().isPresent()) {
      leave("The service went down.", Duration.ZERO);
    } else if (outcome.isComplete()) {
      end(
          deployment.cancelRequested() ? Status.CANCELLED_ROLLED_BACK : Status.FAILED_ROLLED_BACK,
          deployment.error().orElse(null));
    } else {
      end(
          Status.ROLLBACK_FAILED,
          deployment.error().orElse("It failed.") + " And rolling back, " + why(outcome));
    }
  }

  /// What was not there before goes, and the rest becomes what the version before wants of it.
  private DeploymentPlan undoing(Map<String, StepRecord> touched) {
    Wanted before = wanted(previous);
    List<WantedResource> restored =
        before.resources().stream()
            .filter(one -> !touched.containsKey(one.name()) || touched.get(one.name()).existed())
            .toList();
    List<ActualResource> actual = engine.actual(deployment.blueprintId());
    return DeploymentPlan.of(engine, new Wanted(restored, before.warnings()), actual)
        .only(
            step ->
                touched.containsKey(step.name())
                    && !(step.action() == Action.DELETE && touched.get(step.name()).existed()));
  }

  private Execution.Outcome undo(Map<String, StepRecord> touched, DeploymentPlan plan)
      throws InterruptedException {
    for (StepRecord step : touched.values()) {
      Optional<PlanStep> undoing = plan.step(step.name());
      if (undoing.filter(PlanStep::changesSomething).isEmpty()) {
        rolledBack(step.name(), undoing.map(PlanStep::action).orElse(step.action()), null);
      }
    }
    return execute(plan, backward(touched));
  }

  private void rolledBack(String name, Action action, Duration time) {
    around
        .journal()
        .undone(
            around.owner(),
            id(),
            name,
            StepState.ROLLED_BACK,
            null,
            progress(name, action, StepState.ROLLED_BACK, true, null, time, null));
    around.signals().changed();
  }

  private Execution.Outcome execute(DeploymentPlan plan, Execution.Steps steps)
      throws InterruptedException {
    return new Execution(plan, steps, around.config().parallelism()).run();
  }

  private Optional<Halt> halted() {
    boolean owned = System.nanoTime() - ownUntil < 0;
    return stopping || !owned ? Optional.of(Halt.INTERRUPTED) : Optional.empty();
  }

  private Execution.Steps forward() {
    return new Execution.Steps() {
      @Override
      public StepCall.Result run(PlanStep step) {
        return doForward(step);
      }

      @Override
      public Optional<Halt> halt() {
        return halted()
            .or(
                () ->
                    around.journal().isCancelRequested(id())
                        ? Optional.of(Halt.CANCELLED)
                        : Optional.empty());
      }

      @Override
      public void skipped(PlanStep step, String why) {
        write(step, StepState.SKIPPED, new StepTimes(null, null, null, why));
      }

      @Override
      public boolean goesOnAfterFailure() {
        return deployment.onFailure() == OnFailure.KEEP;
      }
    };
  }

  private StepCall.Result doForward(PlanStep step) {
    Instant started = Instant.now();
    Progress progress = new Progress(step, started);
    write(step, StepState.STARTED, new StepTimes(null, started, null, null));
    StepCall.Result result = call(target, step, progress);
    Instant ended = Instant.now();
    switch (result) {
      case StepCall.Result.Done() -> {
        measured(step, true, started, ended);
        write(step, StepState.DONE, new StepTimes(progress.said(), started, ended, null));
      }
      case StepCall.Result.Failed(String why) -> {
        measured(step, false, started, ended);
        write(step, StepState.FAILED, new StepTimes(progress.said(), started, ended, why));
      }
      case StepCall.Result.Stopped() -> {}
    }
    return result;
  }

  private void measured(PlanStep step, boolean done, Instant started, Instant ended) {
    around.meters().step(engine.id(), step.action(), done, Duration.between(started, ended));
  }

  private StepCall.Result call(Target of, PlanStep step, Engine.Progress progress) {
    StepCall call =
        new StepCall(() -> engineDoes(of, step, progress), around.config().stepTimeout());
    calls.add(call);
    try {
      if (interrupted) {
        call.stop();
      }
      return call.run();
    } catch (InterruptedException e) {
      call.stop();
      return new StepCall.Result.Stopped();
    } finally {
      calls.remove(call);
    }
  }

  private void engineDoes(Target of, PlanStep step, Engine.Progress progress) {
    switch (step.action()) {
      case CREATE -> engine.create(of, step.wanted(), progress);
      case UPDATE -> engine.update(of, step.wanted(), step.actual(), progress);
      case REPLACE -> {
        if (step.actual().type() == step.wanted().type()) {
          engine.update(of, step.wanted(), step.actual(), progress);
        } else {
          engine.delete(step.actual(), progress);
          engine.create(of, step.wanted(), progress);
        }
      }
      case DELETE -> engine.delete(step.actual(), progress);
      case UNCHANGED -> {}
    }
  }

  private void write(PlanStep step, StepState state, StepTimes times) {
    Duration time =
        times.endedAt() == null ? null : Duration.between(times.startedAt(), times.endedAt());
    around
        .journal()
        .step(
            around.owner(),
            id(),
            step.name(),
            state,
            times,
            progress(step.name(), step.action(), state, false, times.step(), time, times.error()));
    around.signals().changed();
  }

  private StreamEvent progress(
      String name,
      Action action,
      StepState state,
      boolean rollback,
      String step,
      Duration time,
      String error) {
    return new StreamEvent.ResourceReady(
        new ResourceProgress(
            name,
            action,
            state,
            rollback ? true : null,
            step,
            time == null ? null : time.toMillis(),
            error,
            deployment.simulated(),
            Instant.now()));
  }

  private Execution.Steps backward(Map<String, StepRecord> touched) {
    return new Execution.Steps() {
      @Override
      public StepCall.Result run(PlanStep step) {
        return doBackward(step, touched.get(step.name()));
      }

      @Override
      public Optional<Halt> halt() {
        return halted();
      }

      @Override
      public void skipped(PlanStep step, String why) {
        undoFailed(step, why, null);
      }

      @Override
      public boolean goesOnAfterFailure() {
        return true;
      }
    };
  }

  private StepCall.Result doBackward(PlanStep step, StepRecord done) {
    Instant started = Instant.now();
    tell(progress(step.name(), step.action(), StepState.STARTED, true, null, null, null));
    StepCall.Result result = call(previous, step, _ -> {});
    Instant ended = Instant.now();
    switch (result) {
      case StepCall.Result.Done() -> {
        measured(step, true, started, ended);
        rolledBack(step.name(), step.action(), Duration.between(started, ended));
        if (done.action() == Action.DELETE) {
          tell(status(step.name() + " was made again; data that it had is not back."));
        }
      }
      case StepCall.Result.Failed(String why) -> {
        measured(step, false, started, ended);
        undoFailed(step, why, Duration.between(started, ended));
      }
      case StepCall.Result.Stopped() -> {}
    }
    return result;
  }

  private void undoFailed(PlanStep step, String why, Duration time) {
    around
        .journal()
        .undone(
            around.owner(),
            id(),
            step.name(),
            StepState.ROLLBACK_FAILED,
            why,
            progress(step.name(), step.action(), StepState.ROLLBACK_FAILED, true, null, time, why));
    around.signals().changed();
  }

  private List<StepRecord> journaled() {
    return around.journal().steps(id());
  }

  private StreamEvent status(String text) {
    return new StreamEvent.Status(deployment.simulated() ? "Simulated: " + text : text);
  }

  private void tell(StreamEvent event) {
    around.journal().tell(around.owner(), id(), event);
    around.signals().changed();
  }

  private Plan shown(DeploymentPlan plan) {
    return Plan.of(deployment.blueprintId(), id(), deployment.version().orElse(null), engine, plan);
  }

  private void end(Status status, String error) {
    around
        .journal()
        .ended(
            around.owner(),
            id(),
            status,
            error,
            connection -> {
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
            });
    around.meters().ended(engine.id(), status);
    around.signals().changed();
    LOG.infof(
        "Deployment %s ended: %s of blueprint %s on %s %s%s",
        id(),
        deployment.kind().id(),
        deployment.blueprintId(),
        engine.id(),
        status.id(),
        error == null ? "" : ": " + error);
  }

  /// Leaves it half done, for whoever takes it over then.
  private void leave(String why, Duration wait) {
    try {
      around
          .journal()
          .interrupted(
              around.owner(), id(), why, wait, List.of(status("Interrupted: " + why + GOES_ON)));
      LOG.warnf("Deployment %s is interrupted: %s", id(), why);
    } catch (RuntimeException e) {
      LOG.warnf("Deployment %s could not be left in order: %s", id(), e);
    }
    around.signals().changed();
  }

  /// What an engine says of a step, bounded. Its end is told whatever comes of this.
  private final class Progress implements Engine.Progress {

    private final PlanStep step;
    private final Instant started;
    private volatile String said;
    private int times;

    Progress(PlanStep step, Instant started) {
      this.step = step;
      this.started = started;
    }

    @Override
    public void says(String text) {
      String bounded = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
      if (!bounded.equals(said) && times++ < MAX_PROGRESS) {
        said = bounded;
        write(step, StepState.STARTED, new StepTimes(said, started, null, null));
      }
    }

    String said() {
      return said;
    }
  }
}
