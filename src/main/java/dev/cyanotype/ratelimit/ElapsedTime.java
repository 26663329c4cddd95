package dev.cyanotype.ratelimit;

import io.github.bucket4j.TimeMeter;
import jakarta.inject.Singleton;

/// The time that limits are counted in: no clock that is set disturbs it.
@Singleton
class ElapsedTime implements TimeMeter {

  @Override
  public long currentTimeNanos() {
    return System.nanoTime();
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
