package dev.cyanotype.deployment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// What is measured of deployments: `cyanotype.deployments.running`, how they ended in
/// `cyanotype.deployments`, and how long each step took in `cyanotype.deployments.steps`.
@ApplicationScoped
public class DeploymentMeters {

  private final AtomicInteger running = new AtomicInteger();
  private final MeterRegistry registry;
  private final Gauge gauge;

  DeploymentMeters(MeterRegistry registry) {
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.deployments.running", running, AtomicInteger::get)
            .description("Deployments that this instance works on now")
            .register(registry);
  }

  /// Counts the ends on an engine from nought, so that the first one is seen to be one more.
  void expect(String engine) {
    Arrays.stream(Status.values())
        .filter(Status::isEnded)
        .forEach(outcome -> ends(engine, outcome));
  }

  void begins() {
    running.incrementAndGet();
  }

  void leaves() {
    running.decrementAndGet();
  }

  void ended(String engine, Status outcome) {
    ends(engine, outcome).increment();
  }

  private Counter ends(String engine, Status outcome) {
    return registry.counter("cyanotype.deployments", "engine", engine, "outcome", outcome.id());
  }

  void step(String engine, Action action, boolean done, Duration time) {
    Timer.builder("cyanotype.deployments.steps")
        .description("What engines did with single resources")
        .tag("engine", engine)
        .tag("action", action.id())
        .tag("outcome", done ? "done" : "failed")
        .register(registry)
        .record(time);
  }

  /// The registry outlives this bean where the service starts again in one process.
  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }
}
