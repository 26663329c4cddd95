package dev.cyanotype.streaming;

import dev.cyanotype.security.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Streams that can be continued over another connection, by their ids: while they are read, and
/// for `cyanotype.streaming.resume-window` after that.
///
/// At most `cyanotype.streaming.max-resumable` are kept (`cyanotype.streams.resumable`); those that
/// have ended make room first.
@Startup
@ApplicationScoped
public class ResumableStreams {

  /// No caller has more than one of so many parts of the room.
  private static final int SHARES = 16;

  private final Map<String, ResumableStream> streams = new LinkedHashMap<>();
  private final Vertx vertx;
  private final int max;
  private final long maxBytes;
  private final Duration window;
  private final MeterRegistry registry;
  private final Gauge gauge;

  ResumableStreams(Vertx vertx, StreamingConfig config, MeterRegistry registry) {
    this.vertx = vertx;
    this.max = config.maxResumable();
    this.maxBytes = config.resumeBuffer().asLongValue();
    this.window = config.resumeWindow();
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.streams.resumable", this, ResumableStreams::count)
            .description("Streams that are kept for their continuation")
            .register(registry);
  }

  /// Keeps a stream.
  ///
  /// @param events of the stream, whose subscription is an [EventSubscription]
  /// @return these events, each with an `id`; empty where no room is left
  Optional<Multi<OutboundSseEvent>> keep(LiveStream stream, Multi<OutboundSseEvent> events) {
    ResumableStream kept = new ResumableStream(stream, maxBytes, this::expireLater);
    if (!add(kept)) {
      return Optional.empty();
    }
    events.subscribe(kept);
    return Optional.of(kept.after(-1, Multi.createFrom().empty()));
  }

  private synchronized boolean add(ResumableStream kept) {
    for (Iterator<ResumableStream> all = streams.values().iterator();
        streams.size() >= max && all.hasNext(); ) {
      ResumableStream oldest = all.next();
      if (oldest.isOver()) {
        oldest.discard();
        all.remove();
      }
    }
    if (streams.size() >= max || isOneTooMany(kept.stream().caller())) {
      return false;
    }
    streams.put(kept.stream().id(), kept);
    return true;
  }

  /// What a caller may keep is bounded too, since a detached stream takes none of its places.
  private boolean isOneTooMany(Caller caller) {
    long own =
        streams.values().stream().filter(kept -> kept.stream().caller().equals(caller)).count();
    return own >= Math.max(1, max / SHARES);
  }

  /// The events of the caller's stream behind that of the number `seen`, -1 for all; empty where
  /// it has no such stream, or where they are no longer all there.
  ///
  /// @param gone what is sent where they go between this call and the subscription
  Optional<Multi<OutboundSseEvent>> after(
      String id, long seen, Caller caller, Multi<OutboundSseEvent> gone) {
    return find(id)
        .filter(kept -> kept.stream().caller().equals(caller) && kept.has(seen))
        .map(kept -> kept.after(seen, gone));
  }

  /// Whether the stream goes on with nobody reading it.
  boolean isDetached(String id) {
    return find(id).map(ResumableStream::isDetached).orElse(false);
  }

  private synchronized Optional<ResumableStream> find(String id) {
    return Optional.ofNullable(streams.get(id));
  }

  private void expireLater(ResumableStream left, int readers) {
    vertx.setTimer(
        Math.max(1, window.toMillis()),
        _ -> {
          if (left.expire(readers)) {
            remove(left);
          }
        });
  }

  private synchronized void remove(ResumableStream kept) {
    kept.discard();
    streams.remove(kept.stream().id(), kept);
  }

  synchronized int count() {
    return streams.size();
  }

  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }
}
