package dev.cyanotype.deployment;

import dev.cyanotype.database.Database;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Forgets deployments that ended long ago, each in a transaction of its own, so that nobody waits
/// for many. Several instances may do so at once.
@Startup
@ApplicationScoped
public class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  /// When those who start have something better to do.
  private static final Duration FIRST = Duration.ofMinutes(1);

  private static final int BATCH = 100;

  private final Journal journal;
  private final Database database;
  private final Duration age;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("deployment-retention").factory());
  private volatile boolean stopping;

  Retention(Journal journal, Database database, DeploymentConfig config) {
    DeploymentRuns.atLeast(Duration.ZERO, "cyanotype.deployment.retention", config.retention());
    this.journal = journal;
    this.database = database;
    this.age = config.retention();
  }

  void begin(@Observes StartupEvent start) {
    if (database.isEnabled() && age.isPositive()) {
      clock.scheduleWithFixedDelay(
          this::look, FIRST.toSeconds(), BETWEEN.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void look() {
    try {
      forgetOld();
    } catch (RuntimeException e) {
      LOG.warnf("Old deployments cannot be removed at the moment: %s", e);
    }
  }

  void forgetOld() {
    List<String> old = journal.outlived(age, BATCH);
    while (!old.isEmpty() && !stopping) {
      old.forEach(journal::forget);
      LOG.infof("Removed %d deployments that ended more than %s ago", old.size(), age);
      old = journal.outlived(age, BATCH);
    }
  }

  void stopSoon(@Observes ShutdownDelayInitiatedEvent sigterm) {
    stopping = true;
  }

  void stop(@Observes ShutdownEvent end) {
    stopping = true;
    clock.shutdownNow();
  }
}
