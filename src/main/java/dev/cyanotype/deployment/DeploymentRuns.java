package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.database.Database;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.trail.AuditTrail;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The deployments that this instance works on. Keeps their leases, takes over those that nobody
/// keeps any longer, and leaves its own in order when the service goes down.
@Startup
@ApplicationScoped
public class DeploymentRuns {

  private static final Logger LOG = Logger.getLogger(DeploymentRuns.class);
  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  /// A shorter one runs out while the database still writes its renewal.
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  private static final Duration SHORTEST_STEP = Duration.ofMillis(1);

  /// How long steps may take to end by themselves when the service goes down, and then to hear that
  /// they have to.
  private static final Duration LAST_STEPS = Duration.ofSeconds(8);

  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  private static final int AFTER_OTHERS = 5_000;

  private record Running(DeploymentRun run, CountDownLatch ended) {}

  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Surroundings around;
  private final Engines engines;
  private final BlueprintStore blueprints;
  private final Database database;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("deployment-leases").factory());
  private volatile boolean stopping;

  DeploymentRuns(
      Journal journal,
      DeployedBlueprints deployed,
      AuditTrail trail,
      DeploymentConfig config,
      DeploymentMeters meters,
      Signals signals,
      Engines engines,
      BlueprintStore blueprints,
      Database database) {
    atLeast(SHORTEST_LEASE, "cyanotype.deployment.lease", config.lease());
    atLeast(SHORTEST_STEP, "cyanotype.deployment.step-timeout", config.stepTimeout());
    this.around =
        new Surroundings(
            journal, deployed, trail, config, meters, signals, UUID.randomUUID().toString());
    this.engines = engines;
    this.blueprints = blueprints;
    this.database = database;
  }

  /// Keeps the service from starting with a setting that no deployment could ever go well with.
  static void atLeast(Duration least, String setting, Duration value) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "%s must be at least %s ms, not %s ms"
              .formatted(setting, least.toMillis(), value.toMillis()));
    }
  }

  String owner() {
    return around.owner();
  }

  void watch(@Observes @Priority(AFTER_OTHERS) StartupEvent start) {
    if (!database.isEnabled()) {
      return;
    }
    engines.ids().forEach(around.meters()::expect);
    long period = Math.max(1, around.config().lease().toMillis() / 3);
    clock.scheduleWithFixedDelay(this::look, 0, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      running.values().forEach(one -> renew(one.run()));
      around.meters().interrupted(around.journal().interrupted());
      if (!stopping) {
        around.journal().takeOver(owner(), around.config().lease()).forEach(this::start);
      }
    } catch (RuntimeException e) {
      LOG.warnf("Deployments cannot be looked after at the moment: %s", e);
    }
  }

  private void renew(DeploymentRun run) {
    long at = System.nanoTime();
    if (around.journal().renew(owner(), run.id(), around.config().lease())) {
      run.owned(at);
    }
  }

  /// @throws ProblemException 503 where the service goes down
  void checkOpen() {
    if (stopping) {
      throw ProblemException.unavailable("The service is shutting down.", RETRY_ELSEWHERE);
    }
  }

  /// Begins or goes on with a deployment that is this instance's.
  void start(Deployment deployment) {
    Optional<Engine> engine = engines.find(deployment.engine());
    if (engine.isEmpty()) {
      leave(deployment, "There is no engine '" + deployment.engine() + "' here.");
      return;
    }
    Optional<Target> target = target(deployment, deployment.version());
    Optional<Target> previous = target(deployment, deployment.previousVersion());
    if (target.isEmpty() || previous.isEmpty()) {
      leave(deployment, "The version of the blueprint is not there any longer.");
      return;
    }
    DeploymentRun run =
        new DeploymentRun(around, deployment, engine.get(), target.get(), previous.get());
    Running one = new Running(run, new CountDownLatch(1));
    running.put(deployment.id(), one);
    around.meters().begins();
    Thread.ofVirtual().name("deployment").start(() -> run(one));
  }

  private void run(Running one) {
    try {
      if (stopping) {
        one.run().stopSoon();
      }
      one.run().run();
    } finally {
      running.remove(one.run().id());
      around.meters().leaves();
      one.ended().countDown();
      around.signals().changed();
    }
  }

  private void leave(Deployment deployment, String why) {
    around.journal().interrupted(owner(), deployment.id(), why, around.again(), List.of());
  }

  /// @param version empty for one that wants nothing
  /// @return empty where there is no such version
  private Optional<Target> target(Deployment deployment, Optional<Integer> version) {
    return version.isEmpty()
        ? Optional.of(Target.nothing(deployment.blueprintId()))
        : blueprints.find(deployment.blueprintId(), version.get()).map(Target::of);
  }

  void stopSoon(@Observes ShutdownDelayInitiatedEvent sigterm) {
    stopSoon();
  }

  private void stopSoon() {
    stopping = true;
    running.values().forEach(one -> one.run().stopSoon());
  }

  void stop(@Observes ShutdownEvent end) throws InterruptedException {
    stopSoon();
    if (!awaitAll(LAST_STEPS)) {
      running.values().forEach(one -> one.run().stopNow());
      awaitAll(LAST_WORDS);
    }
    clock.shutdownNow();
    around.signals().close();
  }

  private boolean awaitAll(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    for (Running one : List.copyOf(running.values())) {
      if (!one.ended().await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
