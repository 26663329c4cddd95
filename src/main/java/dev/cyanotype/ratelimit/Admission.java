package dev.cyanotype.ratelimit;

/// Whether a caller's next request is taken.
public sealed interface Admission {

  /// No limit is configured for the caller.
  record Unlimited() implements Admission {}

  /// @param standing what is left
  /// @param slot to be released when the request has been answered
  record Granted(Standing standing, Slot slot) implements Admission {}

  /// @param detail why, for people
  /// @param retryAfterSeconds at least 1
  record Refused(Standing standing, String detail, long retryAfterSeconds) implements Admission {}
}
