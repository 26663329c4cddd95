package dev.cyanotype.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Has the operating system write H2's file to the disk soon after a transaction, so that a loss of
/// the machine's power costs what was confirmed in the last half second at most, and H2 overwrites
/// nothing whose replacement is not there.
final class DiskWrites {

  private static final Logger LOG = Logger.getLogger(DiskWrites.class);
  private static final Duration SOON = Duration.ofMillis(500);

  private final Supplier<Connection> connections;
  private final AtomicBoolean isExpected = new AtomicBoolean();
  private final Executor later =
      CompletableFuture.delayedExecutor(
          SOON.toMillis(),
          TimeUnit.MILLISECONDS,
          Thread.ofVirtual().name("database-disk-writes")::start);

  DiskWrites(Supplier<Connection> connections) {
    this.connections = connections;
  }

  void expect() {
    if (isExpected.compareAndSet(false, true)) {
      later.execute(this::write);
    }
  }

  private void write() {
    isExpected.set(false);
    try (Connection connection = connections.get()) {
      H2File.sync(connection);
    } catch (SQLException | RuntimeException e) {
      LOG.debugf("The database was not written to the disk: %s", e);
    }
  }
}
