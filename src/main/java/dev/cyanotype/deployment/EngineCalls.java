package dev.cyanotype.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Has an engine do steps, measures them, and stops those that run.
final class EngineCalls {

  private final Engine engine;
  private final Duration timeout;
  private final DeploymentMeters meters;
  private final Runnable checkOwned;
  private final Set<StepCall> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /// @param checkOwned throws where another instance may do the steps; asked in the middle of them
  EngineCalls(Engine engine, Duration timeout, DeploymentMeters meters, Runnable checkOwned) {
    this.engine = engine;
    this.timeout = timeout;
    this.meters = meters;
    this.checkOwned = checkOwned;
  }

  /// Returns when the step has ended, or was stopped.
  StepCall.Result make(Target target, PlanStep step, Engine.Progress progress) {
    Instant started = Instant.now();
    Engine.Progress checked =
        said -> {
          checkOwned.run();
          progress.says(said);
        };
    StepCall.Result result = run(new StepCall(() -> work(target, step, checked), timeout));
    Duration time = Duration.between(started, Instant.now());
    switch (result) {
      case StepCall.Result.Done() -> meters.step(engine.id(), step.action(), true, time);
      case StepCall.Result.Failed _ -> meters.step(engine.id(), step.action(), false, time);
      case StepCall.Result.Stopped() -> {}
    }
    return result;
  }

  private StepCall.Result run(StepCall call) {
    running.add(call);
    try {
      if (stopped) {
        call.stop();
      }
      return call.run();
    } catch (InterruptedException e) {
      call.stop();
      return new StepCall.Result.Stopped();
    } finally {
      running.remove(call);
    }
  }

  private void work(Target target, PlanStep step, Engine.Progress progress) {
    switch (step.action()) {
      case CREATE -> engine.create(target, step.wanted(), progress);
      case UPDATE -> engine.update(target, step.wanted(), step.actual(), progress);
      case REPLACE -> replace(target, step, progress);
      case DELETE -> engine.delete(step.actual(), progress);
      case UNCHANGED -> {}
    }
  }

  private void replace(Target target, PlanStep step, Engine.Progress progress) {
    if (step.actual().type() == step.wanted().type()) {
      engine.update(target, step.wanted(), step.actual(), progress);
    } else {
      engine.delete(step.actual(), progress);
      engine.create(target, step.wanted(), progress);
    }
  }

  /// Ends the steps that run, and those that begin later.
  void stop() {
    stopped = true;
    running.forEach(StepCall::stop);
  }
}
