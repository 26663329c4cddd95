package dev.cyanotype.streaming;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Counts the streams that are open (`cyanotype.streams.live`) and how each ended
/// (`cyanotype.streams` by `outcome`: that of its `done` event, or `disconnected` where the
/// client went before).
@Startup
@ApplicationScoped
public class LiveStreams {

  private static final String DISCONNECTED = "disconnected";
  private static final String BROKEN = "broken";

  private final AtomicInteger live = new AtomicInteger();
  private final MeterRegistry registry;
  private final Gauge gauge;

  LiveStreams(MeterRegistry registry) {
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.streams.live", live, AtomicInteger::get)
            .description("Streams that are open now")
            .register(registry);
    for (StreamEvent.Outcome outcome : StreamEvent.Outcome.values()) {
      count(outcome.id(), 0);
    }
    count(DISCONNECTED, 0);
    count(BROKEN, 0);
  }

  /// `events`, counted from its subscription to its end, whichever end that is.
  public Multi<StreamEvent> track(Multi<StreamEvent> events) {
    return Multi.createFrom()
        .deferred(
            () -> {
              AtomicReference<String> outcome = new AtomicReference<>(BROKEN);
              live.incrementAndGet();
              return events
                  .onItem()
                  .invoke(event -> remember(event, outcome))
                  .onTermination()
                  .invoke((failure, cancelled) -> end(cancelled ? DISCONNECTED : outcome.get()));
            });
  }

  /// The registry outlives this bean where the service starts again in one process.
  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }

  public int count() {
    return live.get();
  }

  private static void remember(StreamEvent event, AtomicReference<String> outcome) {
    if (event instanceof StreamEvent.Done done) {
      outcome.set(done.data().id());
    }
  }

  private void end(String outcome) {
    live.decrementAndGet();
    count(outcome, 1);
  }

  private void count(String outcome, int streams) {
    registry.counter("cyanotype.streams", "outcome", outcome).increment(streams);
  }
}
