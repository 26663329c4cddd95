package dev.cyanotype.ratelimit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The requests of each caller that are being answered now. A caller without one takes no memory.
final class Slots {

  private final ConcurrentMap<String, Integer> heldByCaller = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();

  /// @return how many the caller holds with this one, or 0 where it holds `most` already
  int take(String caller, int most) {
    int[] taken = {0};
    heldByCaller.compute(
        caller,
        (_, now) -> {
          int before = now == null ? 0 : now;
          taken[0] = before < most ? before + 1 : 0;
          return Math.max(before, taken[0]);
        });
    held.addAndGet(taken[0] > 0 ? 1 : 0);
    return taken[0];
  }

  void release(String caller) {
    heldByCaller.compute(caller, (_, now) -> now == null || now == 1 ? null : now - 1);
    held.decrementAndGet();
  }

  /// Of all callers.
  int held() {
    return held.get();
  }
}
