package dev.cyanotype.ratelimit;

import java.util.concurrent.atomic.AtomicBoolean;

/// One of the requests that a caller may have answered at the same time.
public final class Slot {

  private final AtomicBoolean held = new AtomicBoolean(true);
  private final Runnable onRelease;

  Slot(Runnable onRelease) {
    this.onRelease = onRelease;
  }

  /// Where the number is not limited.
  static Slot none() {
    return new Slot(() -> {});
  }

  /// From any thread; only the first time counts.
  public void release() {
    if (held.getAndSet(false)) {
      onRelease.run();
    }
  }
}
