package dev.cyanotype.deployment;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/// Has an engine do one step, in a thread of its own that is interrupted when its time is over.
final class StepCall {

  private static final Logger LOG = Logger.getLogger(StepCall.class);

  /// How long an engine may take to hear an interrupt.
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// What came of a step.
  sealed interface Result {
    record Done() implements Result {}

    /// @param why for people
    /// @param isOutOfReach where the engine did not answer
    record Failed(String why, boolean isOutOfReach) implements Result {
      Failed(String why) {
        this(why, false);
      }
    }

    /// It was stopped from outside, or by itself where another instance may be at it; how far it
    /// came is not known.
    record Stopped() implements Result {}
  }

  private final Runnable work;
  private final Duration timeout;
  private final AtomicReference<Result> result = new AtomicReference<>();
  private volatile boolean stopped;
  private volatile Thread thread;

  StepCall(Runnable work, Duration timeout) {
    this.work = work;
    this.timeout = timeout;
  }

  /// Returns when the step has ended, or its time and a little more is over.
  Result run() throws InterruptedException {
    thread = Thread.ofVirtual().name("deployment-step").start(this::work);
    if (stopped) {
      thread.interrupt();
    }
    if (!thread.join(timeout)) {
      thread.interrupt();
      thread.join(GRACE);
      return stopped ? new Result.Stopped() : overdue();
    }
    return result.get();
  }

  private Result overdue() {
    Result ended = result.get();
    return ended instanceof Result.Done
        ? ended
        : new Result.Failed("It took longer than " + Words.of(timeout) + ".");
  }

  private void work() {
    try {
      work.run();
      result.set(new Result.Done());
    } catch (EngineException e) {
      boolean isOutOfReach = e.kind() == EngineException.Kind.UNREACHABLE;
      result.set(stopped ? new Result.Stopped() : new Result.Failed(e.getMessage(), isOutOfReach));
    } catch (Leases.NotOwnerException e) {
      result.set(new Result.Stopped());
    } catch (Exception | Error e) {
      LOG.error("A step of a deployment failed", e);
      result.set(
          stopped
              ? new Result.Stopped()
              : new Result.Failed("Something went wrong here; the service's log says what."));
    }
  }

  /// Ends the step soon, whatever it is at.
  void stop() {
    stopped = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
