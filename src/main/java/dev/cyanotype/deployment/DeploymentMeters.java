package dev.cyanotype.deployment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What is measured of deployments: `cyanotype.deployments.running` and
/// `cyanotype.deployments.interrupted`, how they ended in `cyanotype.deployments`, and how long
/// each step took in `cyanotype.deployments.steps`.
@ApplicationScoped
public class DeploymentMeters {

  private final AtomicInteger running = new AtomicInteger();
  private final MeterRegistry registry;
  private final Gauge gauge;
  private final MultiGauge interrupted;
  private final Set<String> engines = ConcurrentHashMap.newKeySet();

  DeploymentMeters(MeterRegistry registry) {
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.deployments.running", running, AtomicInteger::get)
            .description("Deployments that this instance works on now")
            .register(registry);
    this.interrupted =
        MultiGauge.builder("cyanotype.deployments.interrupted")
            .description(
                "Deployments of all instances that stopped half way and will be gone on with")
            .register(registry);
  }

  /// Counts the ends on an engine from nought, so that the first one is seen to be one more.
  void expect(String engine) {
    engines.add(engine);
    Arrays.stream(Status.values())
        .filter(Status::isEnded)
        .forEach(outcome -> ends(engine, outcome));
  }

  /// @param counts how many are interrupted, by engine
  void interrupted(Map<String, Integer> counts) {
    engines.addAll(counts.keySet());
    interrupted.register(
        engines.stream()
            .map(engine -> Row.of(Tags.of("engine", engine), counts.getOrDefault(engine, 0)))
            .toList(),
        true);
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
    interrupted.register(List.of(), true);
  }
}
