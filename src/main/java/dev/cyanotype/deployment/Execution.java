package dev.cyanotype.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/// Does the steps of a plan: each as soon as those before it are done, and as many at once as may
/// be. Belongs to one thread; steps run in others.
final class Execution {

  /// What is done with a plan's steps.
  interface Steps {

    /// Does one, in a thread of its own.
    StepCall.Result run(PlanStep step);

    /// Why no further step may be started now; empty where one may.
    Optional<Halt> halt();

    /// @param why for people
    void skipped(PlanStep step, String why);

    /// Whether steps that do not depend on a failed one are done all the same.
    boolean goesOnAfterFailure();
  }

  /// Why an execution stopped before its end.
  enum Halt {
    CANCELLED,
    /// The service goes down, or has lost the deployment. Nothing more is to be written.
    INTERRUPTED
  }

  /// @param failed the steps that failed, with why
  record Outcome(Map<String, String> failed, Optional<Halt> halt) {

    boolean isComplete() {
      return failed.isEmpty() && halt.isEmpty();
    }

    /// Why it is not complete, for people.
    String why() {
      return failed.isEmpty()
          ? "It was cancelled."
          : failed.entrySet().stream()
              .map(failure -> failure.getKey() + ": " + failure.getValue())
              .sorted()
              .collect(Collectors.joining(" "));
    }

    Outcome with(Map<String, String> more) {
      Map<String, String> all = new HashMap<>(failed);
      all.putAll(more);
      return new Outcome(Map.copyOf(all), halt);
    }
  }

  private record Ended(PlanStep step, StepCall.Result result, RuntimeException broken) {}

  private final Steps steps;
  private final int parallelism;
  private final Map<String, PlanStep> pending = new LinkedHashMap<>();
  private final Map<String, String> failed = new HashMap<>();
  private final Set<String> skipped = new TreeSet<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private Optional<Halt> halt = Optional.empty();
  private RuntimeException broken;
  private int running;
  private final Set<String> unfinished = new TreeSet<>();

  Execution(DeploymentPlan plan, Steps steps, int parallelism) {
    this.steps = steps;
    this.parallelism = parallelism;
    plan.steps().stream()
        .filter(PlanStep::changesSomething)
        .forEach(step -> pending.put(step.name(), step));
    unfinished.addAll(pending.keySet());
  }

  /// Returns when no step runs any longer.
  ///
  /// @throws Leases.NotOwnerException where a step could not be journaled
  Outcome run() throws InterruptedException {
    startWhatCan();
    while (running > 0) {
      Ended next = ended.take();
      running--;
      take(next);
      startWhatCan();
    }
    if (broken != null) {
      throw broken;
    }
    if (halt.filter(Halt.INTERRUPTED::equals).isEmpty()) {
      skipRest();
    }
    return new Outcome(Map.copyOf(failed), halt);
  }

  private void take(Ended one) {
    if (one.broken() != null) {
      broken = one.broken();
      return;
    }
    switch (one.result()) {
      case StepCall.Result.Done() -> unfinished.remove(one.step().name());
      case StepCall.Result.Failed(String why, _) -> failed.put(one.step().name(), why);
      case StepCall.Result.Stopped() -> halt = Optional.of(Halt.INTERRUPTED);
    }
  }

  private void startWhatCan() {
    for (PlanStep step : List.copyOf(pending.values())) {
      if (running < parallelism && isReady(step) && mayStart()) {
        pending.remove(step.name());
        running++;
        Thread.ofVirtual().name("deployment").start(() -> ended.add(run(step)));
      }
    }
  }

  private boolean isReady(PlanStep step) {
    return step.after().stream().noneMatch(unfinished::contains);
  }

  private boolean mayStart() {
    if (broken != null || halt.isPresent() || !(failed.isEmpty() || steps.goesOnAfterFailure())) {
      return false;
    }
    halt = steps.halt();
    return halt.isEmpty();
  }

  private Ended run(PlanStep step) {
    try {
      return new Ended(step, steps.run(step), null);
    } catch (RuntimeException e) {
      return new Ended(step, null, e);
    }
  }

  private void skipRest() {
    for (PlanStep step : new ArrayList<>(pending.values())) {
      steps.skipped(step, why(step));
      skipped.add(step.name());
    }
  }

  private String why(PlanStep step) {
    List<String> missing =
        step.after().stream()
            .filter(name -> failed.containsKey(name) || skipped.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      return "Not begun: it comes after " + Words.names(missing) + ".";
    }
    return halt.isPresent()
        ? "Not begun: the deployment was cancelled."
        : "Not begun: " + Words.names(failed.keySet()) + " failed.";
  }
}
