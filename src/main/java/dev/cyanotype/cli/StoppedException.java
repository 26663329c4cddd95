package dev.cyanotype.cli;

/// The user stopped an answer.
final class StoppedException extends RuntimeException {
  StoppedException() {
    super("stopped", null, false, false);
  }
}
