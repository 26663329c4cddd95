package dev.cyanotype.trail;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which entries of the trail are asked for; what is empty does not matter.
///
/// @param caller exactly
/// @param action exactly
/// @param target exactly
/// @param since inclusive
/// @param until exclusive
public record AuditFilter(
    Optional<String> caller,
    Optional<String> action,
    Optional<String> target,
    Optional<Instant> since,
    Optional<Instant> until) {

  /// @throws ProblemException 422 where a time is none of RFC 3339
  static AuditFilter of(String caller, String action, String target, String since, String until) {
    List<FieldError> errors = new ArrayList<>();
    AuditFilter filter =
        new AuditFilter(
            given(caller),
            given(action),
            given(target),
            time("since", since, errors),
            time("until", until, errors));
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return filter;
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Optional<Instant> time(String name, String text, List<FieldError> errors) {
    try {
      return given(text).map(AuditFilter::parsed).filter(time -> within(time, name, errors));
    } catch (DateTimeParseException _) {
      errors.add(new FieldError(name, "must be a time such as 2026-01-31T12:00:00Z"));
      return Optional.empty();
    }
  }

  /// A `+` that was not escaped in the query has become a space.
  private static Instant parsed(String text) {
    return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
  }

  private static boolean within(Instant time, String name, List<FieldError> errors) {
    boolean is =
        time.isAfter(Instant.parse("1970-01-01T00:00:00Z"))
            && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
    if (!is) {
      errors.add(new FieldError(name, "must be in the years 1970 to 9999"));
    }
    return is;
  }
}
