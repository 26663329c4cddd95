package dev.cyanotype.deployment;

/// How far a run brought its deployment one way.
sealed interface Ending {

  /// @param error for people; null where it succeeded
  record Ended(Status status, String error) implements Ending {}

  /// It went forth and cannot go further: it failed or was cancelled.
  ///
  /// @param why for people
  record Stopped(String why) implements Ending {}

  /// The service goes down, or another instance may have taken the deployment over.
  record Interrupted() implements Ending {}

  /// The engine is out of reach, and may not be later.
  ///
  /// @param why for people
  record Unreachable(String why) implements Ending {}
}
