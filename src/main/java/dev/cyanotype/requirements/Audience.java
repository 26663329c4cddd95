package dev.cyanotype.requirements;

import java.util.Objects;
import java.util.Optional;

/// Who is to be served.
///
/// @param users at least 1
/// @param period in which they come: `daily`, `weekly`, `monthly`, `hourly`, or `concurrent` for
///     users who are there at once
public record Audience(long users, Optional<String> period) {

  public Audience {
    Objects.requireNonNull(period, "period");
  }
}
