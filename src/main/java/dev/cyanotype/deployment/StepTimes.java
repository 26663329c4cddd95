package dev.cyanotype.deployment;

import java.time.Duration;
import java.time.Instant;

/// How far a step has come.
///
/// @param step what the engine does with it; null where it has said nothing
/// @param startedAt null where it was not begun
/// @param endedAt null while it has not ended
/// @param error null unless it failed or was skipped
record StepTimes(String step, Instant startedAt, Instant endedAt, String error) {

  static StepTimes running(String step, Instant startedAt) {
    return new StepTimes(step, startedAt, null, null);
  }

  static StepTimes skipped(String why) {
    return new StepTimes(null, null, null, why);
  }

  /// Null while it has not ended.
  Duration duration() {
    return endedAt == null ? null : Duration.between(startedAt, endedAt);
  }
}
