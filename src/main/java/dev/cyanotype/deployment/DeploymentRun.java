package dev.cyanotype.deployment;

import dev.cyanotype.deployment.Deployment.Phase;
import dev.cyanotype.deployment.Execution.Halt;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Makes one deployment, from wherever it is to its end. That it may be the continuation of one
/// that was interrupted makes no difference.
final class DeploymentRun {

  static final String GOES_ON = " It goes on by itself.";

  private static final Logger LOG = Logger.getLogger(DeploymentRun.class);
  private static final String SHUT_DOWN = "The service went down.";
  private static final String LATE = "The service did not come round to it for a while.";

  private final Surroundings around;
  private final Deployment deployment;
  private final Target target;
  private final Target previous;
  private final RunJournal journal;
  private final EngineCalls calls;
  private final Work work;
  private volatile boolean stopping;
  private volatile long ownUntil;

  /// @param target what it leads to; a blueprint without resources for a destruction
  /// @param previous what a rollback leads to; likewise where nothing was deployed
  DeploymentRun(
      Surroundings around, Deployment deployment, Engine engine, Target target, Target previous) {
    this.around = around;
    this.deployment = deployment;
    this.target = target;
    this.previous = previous;
    this.journal = new RunJournal(around, deployment);
    this.calls =
        new EngineCalls(engine, around.config().stepTimeout(), around.meters(), this::checkOwned);
    this.work = new Work(engine, calls, journal, around.config().parallelism(), this::halted);
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
    calls.stop();
  }

  private Optional<Halt> halted() {
    return stopping || !isOwned() ? Optional.of(Halt.INTERRUPTED) : Optional.empty();
  }

  private boolean isOwned() {
    return System.nanoTime() - ownUntil < 0;
  }

  /// Ends a step that comes to itself after the lease, such as behind SIGSTOP.
  private void checkOwned() {
    if (!isOwned()) {
      throw new Leases.NotOwnerException(id());
    }
  }

  void run() {
    try {
      logBeginning();
      goOn();
    } catch (Leases.NotOwnerException e) {
      LOG.warnf("Deployment %s is another instance's now", id());
    } catch (InterruptedException e) {
      leave(SHUT_DOWN, Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Deployment %s broke off", id());
      leave("Something went wrong here; the service's log says what.", around.again());
    }
  }

  private void goOn() throws InterruptedException {
    if (deployment.resumed() > 0) {
      journal.say("Goes on after an interruption, from what is there now.");
    }
    if (deployment.phase() == Phase.FORTH) {
      take(new GoingForth(work, deployment, target).go());
    } else {
      goBack(deployment);
    }
  }

  private void goBack(Deployment stopped) throws InterruptedException {
    take(new GoingBack(work, stopped, previous).go());
  }

  private void take(Ending ending) throws InterruptedException {
    switch (ending) {
      case Ending.Ended(Status status, String error) -> end(status, error);
      case Ending.Interrupted() -> leave(stopping ? SHUT_DOWN : LATE, Duration.ZERO);
      case Ending.Unreachable(String why) -> leave(why, around.again());
      case Ending.Stopped(String why) -> stop(why);
    }
  }

  private void stop(String why) throws InterruptedException {
    boolean cancelled = journal.isCancelRequested();
    if (deployment.onFailure() == OnFailure.KEEP) {
      end(cancelled ? Status.CANCELLED_KEPT : Status.FAILED_KEPT, why);
    } else {
      goBack(journal.turnBack(why));
    }
  }

  private void end(Status status, String error) {
    journal.end(status, error);
    logEnd(status, error);
  }

  private void leave(String why, Duration wait) {
    try {
      journal.leave(why, wait);
      LOG.warnf("Deployment %s is interrupted: %s", id(), why);
    } catch (RuntimeException e) {
      LOG.warnf("Deployment %s could not be left in order: %s", id(), e);
    }
    around.signals().changed();
  }

  private void logBeginning() {
    LOG.infof(
        "Deployment %s %s: %s of blueprint %s on %s",
        id(),
        deployment.resumed() == 0 ? "begins" : "goes on",
        deployment.kind().id(),
        deployment.blueprintId(),
        deployment.engine());
  }

  private void logEnd(Status status, String error) {
    LOG.infof(
        "Deployment %s ended: %s of blueprint %s on %s %s%s",
        id(),
        deployment.kind().id(),
        deployment.blueprintId(),
        deployment.engine(),
        status.id(),
        error == null ? "" : ": " + error);
  }
}
