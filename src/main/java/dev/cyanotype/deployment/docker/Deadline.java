package dev.cyanotype.deployment.docker;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// Ends what blocks on a connection, by closing that when its time is over.
final class Deadline implements AutoCloseable {

  private final Duration time;
  private final Thread watch;
  private volatile boolean passed;

  private Deadline(Duration time, Closeable connection) {
    this.time = time;
    watch = Thread.ofVirtual().start(() -> await(connection));
  }

  static Deadline of(Duration time, Closeable connection) {
    return new Deadline(time, connection);
  }

  private void await(Closeable connection) {
    try {
      Thread.sleep(time);
      passed = true;
      connection.close();
    } catch (InterruptedException | IOException _) {
      // all was done in time, or the connection is closed anyway
    }
  }

  /// What a failure really is.
  IOException told(IOException failure) {
    return passed ? new ExchangeException("did not answer in " + time.toSeconds() + " s") : failure;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
