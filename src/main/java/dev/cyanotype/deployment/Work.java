package dev.cyanotype.deployment;

import dev.cyanotype.deployment.Execution.Halt;
import java.util.Optional;
import java.util.function.Supplier;

/// What a run does its deployment with, both ways.
///
/// @param parallelism how many steps run at the same time
/// @param halted why the run is not to go on; empty while it is
record Work(
    Engine engine,
    EngineCalls calls,
    RunJournal journal,
    int parallelism,
    Supplier<Optional<Halt>> halted) {

  Execution.Outcome execute(DeploymentPlan plan, Execution.Steps steps)
      throws InterruptedException {
    return new Execution(plan, steps, parallelism).run();
  }
}
