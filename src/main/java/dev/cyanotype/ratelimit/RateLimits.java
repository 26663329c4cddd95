package dev.cyanotype.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cyanotype.security.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How much each caller may still ask of this process: requests a minute, by a token bucket, and
/// requests that are being answered at the same time.
///
/// Counts what it refuses (`cyanotype.ratelimit.refused` by `reason`) and the slots that are held
/// (`cyanotype.ratelimit.concurrent`).
@Startup
@ApplicationScoped
public class RateLimits {

  private static final Admission UNLIMITED = new Admission.Unlimited();
  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  /// An allowance with what does not change about it.
  private record Terms(Allowance allowance, String policy) {

    static Terms of(Allowance allowance) {
      return new Terms(allowance, allowance.policy());
    }
  }

  private final Terms general;
  private final Map<String, Terms> ofCallers;
  private final Cache<String, Bucket> buckets;
  private final Slots slots = new Slots();
  private final TimeMeter time;
  private final MeterRegistry registry;
  private final Gauge gauge;
  private final Counter tooMany;
  private final Counter tooManyAtOnce;

  RateLimits(RateLimitConfig config, TimeMeter time, MeterRegistry registry) {
    this.general = Terms.of(Allowance.of(config.figures()));
    this.ofCallers = termsOfCallers(config);
    this.buckets = Caffeine.newBuilder().maximumSize(config.maxCallers()).build();
    this.time = time;
    this.registry = registry;
    this.gauge =
        Gauge.builder("cyanotype.ratelimit.concurrent", slots, Slots::held)
            .description("Requests that are being answered now, of callers with a limit of them")
            .register(registry);
    this.tooMany = refused("requests");
    this.tooManyAtOnce = refused("concurrent");
  }

  private Map<String, Terms> termsOfCallers(RateLimitConfig config) {
    Map<String, Terms> terms = new HashMap<>();
    config
        .keys()
        .forEach(
            (key, figures) ->
                terms.put(
                    Caller.withKey(key).id(),
                    Terms.of(Allowance.of(figures).over(general.allowance()))));
    return Map.copyOf(terms);
  }

  private Counter refused(String reason) {
    return Counter.builder("cyanotype.ratelimit.refused")
        .description("Requests refused because their caller sent too many")
        .tag("reason", reason)
        .register(registry);
  }

  /// The registry outlives this bean where the service starts again in one process.
  @PreDestroy
  void stop() {
    registry.remove(gauge);
  }

  boolean isUnlimited() {
    return general.allowance().isUnlimited() && ofCallers.isEmpty();
  }

  /// Callers whose requests are counted.
  long remembered() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  /// Counts a request. The slot of one that is granted has to be released, whatever becomes of it.
  public Admission admit(Caller caller) {
    return admit(caller, true);
  }

  /// Counts a request that is answered at once, or a message over a connection that holds a slot
  /// already, as a WebSocket does. There is nothing to release.
  public Admission admitWithoutSlot(Caller caller) {
    return admit(caller, false);
  }

  private Admission admit(Caller caller, boolean takesSlot) {
    Terms terms = ofCallers.getOrDefault(caller.id(), general);
    Allowance allowance = terms.allowance();
    if (allowance.isUnlimited()) {
      return UNLIMITED;
    }
    StringBuilder limit = new StringBuilder(64);
    if (allowance.requestsPerMinute().isPresent()) {
      ConsumptionProbe probe = bucket(caller.id(), terms).tryConsumeAndReturnRemaining(1);
      limit.append("\"requests\";r=").append(probe.getRemainingTokens());
      limit.append(";t=").append(seconds(probe.getNanosToWaitForReset()));
      if (!probe.isConsumed()) {
        return tooMany(terms, limit, seconds(probe.getNanosToWaitForRefill()));
      }
    }
    return takesSlot && allowance.concurrent().isPresent()
        ? admitBesideOthers(caller.id(), terms, limit)
        : new Admission.Granted(standing(terms, limit), Slot.none());
  }

  private Admission admitBesideOthers(String caller, Terms terms, StringBuilder limit) {
    int most = terms.allowance().concurrent().getAsInt();
    int held = slots.take(caller, most);
    limit.append(limit.isEmpty() ? "" : ", ").append("\"concurrent\";r=");
    limit.append(held == 0 ? 0 : most - held);
    return held == 0
        ? tooManyAtOnce(terms, limit, most)
        : new Admission.Granted(standing(terms, limit), new Slot(() -> slots.release(caller)));
  }

  private Bucket bucket(String caller, Terms terms) {
    Bucket known = buckets.getIfPresent(caller);
    return known == null ? buckets.get(caller, _ -> terms.allowance().bucket(time)) : known;
  }

  private Admission tooMany(Terms terms, StringBuilder limit, long wait) {
    tooMany.increment();
    String detail =
        "More than %d requests a minute came from this caller; the next is taken in %d s."
            .formatted(terms.allowance().requestsPerMinute().getAsInt(), wait);
    return new Admission.Refused(standing(terms, limit), detail, wait);
  }

  private Admission tooManyAtOnce(Terms terms, StringBuilder limit, int most) {
    tooManyAtOnce.increment();
    String detail =
        "This caller has %d requests open, which is its limit; the next is taken when one ends."
            .formatted(most);
    return new Admission.Refused(standing(terms, limit), detail, 1);
  }

  private static Standing standing(Terms terms, StringBuilder limit) {
    return new Standing(terms.policy(), limit.toString());
  }

  /// Rounded up.
  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, NANOS);
  }
}
