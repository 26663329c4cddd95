package dev.cyanotype.streaming;

import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The streams that are open, by their ids.
///
/// At most `cyanotype.streaming.max-live` are; `cyanotype.streams.live` counts them, and
/// `cyanotype.streams` by `outcome` how each ended (see [Ending]).
@Startup
@ApplicationScoped
public class LiveStreams {

  private static final int ID_BYTES = 16;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  static final String SHUTTING_DOWN = "The service is shutting down.";

  /// Another instance may serve at once.
  static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  private final AtomicInteger places = new AtomicInteger();
  private final Map<String, LiveStream> live = new ConcurrentHashMap<>();
  private final EndedStreams ended = new EndedStreams();
  private final SecureRandom random = new SecureRandom();
  private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
  private final int maxLive;
  private volatile boolean refusing;
  private final MeterRegistry registry;
  private final Gauge gauge;

  LiveStreams(MeterRegistry registry, StreamingConfig config) {
    this.registry = registry;
    this.maxLive = OpenFiles.bounded(config.maxLive());
    this.gauge =
        Gauge.builder("cyanotype.streams.live", places, AtomicInteger::get)
            .description("Streams that are open now")
            .register(registry);
    for (Ending ending : Ending.values()) {
      endings.put(ending, registry.counter("cyanotype.streams", "outcome", ending.id()));
    }
  }

  /// Opens a stream. Its place is taken at once, and given back when its events have ended or were
  /// cancelled, so they have to be subscribed to.
  ///
  /// @param operation what was asked for, such as `chat`
  /// @param source the work, which begins with the subscription; ends with its own `done`
  /// @param describe says what a failure of `source` means
  /// @throws ProblemException 503, where too many streams are open or the service shuts down
  public LiveStream open(
      Caller caller,
      String operation,
      Multi<StreamEvent> source,
      Function<Throwable, Fault> describe) {
    takePlace();
    LiveStream stream = new LiveStream(newId(), caller, operation, source, describe, this::end);
    live.put(stream.id(), stream);
    return stream;
  }

  private void takePlace() {
    if (refusing) {
      throw ProblemException.unavailable(SHUTTING_DOWN, RETRY_ELSEWHERE);
    }
    if (places.incrementAndGet() > maxLive) {
      places.decrementAndGet();
      throw ProblemException.unavailable(
          "There are too many streams at the moment. Try again later.", RETRY_AFTER);
    }
  }

  private String newId() {
    byte[] bits = new byte[ID_BYTES];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  private void end(LiveStream stream) {
    Ending ending = stream.ending().orElseThrow();
    ended.add(stream, ending);
    live.remove(stream.id());
    places.decrementAndGet();
    endings.get(ending).increment();
  }

  /// Stops a stream of the caller's.
  ///
  /// @return how it ends or, up to a minute ago, has ended; empty where the caller has no such
  ///     stream
  public Optional<Ending> cancel(String id, Caller caller) {
    return find(id, caller).map(LiveStream::cancel).or(() -> ended.find(id, caller));
  }

  /// The caller's open stream of this id.
  public Optional<LiveStream> find(String id, Caller caller) {
    return Optional.ofNullable(live.get(id)).filter(stream -> stream.caller().equals(caller));
  }

  /// The caller's open streams, oldest first.
  public List<LiveStream> of(Caller caller) {
    return live.values().stream()
        .filter(stream -> stream.caller().equals(caller))
        .sorted(Comparator.comparing(LiveStream::started))
        .toList();
  }

  void refuseNew() {
    refusing = true;
  }

  /// Ends every stream with an `error` that says that the service is shutting down.
  void endAll() {
    Fault fault = new Fault(Ending.SHUT_DOWN, SHUTTING_DOWN);
    live.values().forEach(stream -> stream.fail(fault));
  }

  public int count() {
    return places.get();
  }

  /// The registry outlives this bean where the service starts again in one process.
  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }
}
