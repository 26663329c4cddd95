package dev.cyanotype.ratelimit;

import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that stands still until a test lets it pass.
@Alternative
@Singleton
public class TestingTime implements TimeMeter {

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long currentTimeNanos() {
    return nanos.get();
  }

  @Override
  public boolean isWallClockBased() {
    return false;
  }
}
