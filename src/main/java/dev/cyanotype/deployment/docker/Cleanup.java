package dev.cyanotype.deployment.docker;

/// Undoes what was half done, also on a thread that was interrupted.
final class Cleanup {

  private Cleanup() {}

  static void run(Runnable undoing) {
    boolean wasInterrupted = Thread.interrupted();
    try {
      undoing.run();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
