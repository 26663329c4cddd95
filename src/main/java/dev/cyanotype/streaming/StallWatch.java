package dev.cyanotype.streaming;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Sees that a client takes nothing of what waits for it. Belongs to its connection's event loop.
public final class StallWatch {

  private final long patience;
  private ScheduledFuture<?> nextLook;
  private long lastProgress = System.nanoTime();
  private long takenBefore;
  private boolean stopped;

  /// @param patienceNanos for which a client may take nothing; 0 for no bound
  public StallWatch(long patienceNanos) {
    this.patience = patienceNanos;
  }

  /// Looks now and then, instead of setting a timer for each write; at most once calls `cut`.
  public void start(EventLoop loop, BooleanSupplier isStalled, Runnable cut) {
    if (patience > 0 && !stopped) {
      nextLook =
          loop.schedule(
              () -> {
                if (isStalled.getAsBoolean()) {
                  cut.run();
                } else {
                  start(loop, isStalled, cut);
                }
              },
              Math.max(1, patience / 4),
              TimeUnit.NANOSECONDS);
    }
  }

  public void stop() {
    stopped = true;
    if (nextLook != null) {
      nextLook.cancel(false);
    }
  }

  /// To be asked a few times in the time that a client has.
  ///
  /// @param taken so far, in bytes; goes up where the client took something
  /// @param isWaiting whether there is something for it to take
  public boolean isStalled(long taken, boolean isWaiting) {
    long now = System.nanoTime();
    if (taken != takenBefore || !isWaiting) {
      takenBefore = taken;
      lastProgress = now;
    }
    return patience > 0 && now - lastProgress >= patience;
  }
}
