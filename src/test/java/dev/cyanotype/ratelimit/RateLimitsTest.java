package dev.cyanotype.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.ratelimit.Admission.Granted;
import dev.cyanotype.ratelimit.Admission.Refused;
import dev.cyanotype.ratelimit.RateLimitConfig.Figures;
import dev.cyanotype.security.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class RateLimitsTest {

  private static final Caller ANN = Caller.withKey("ann");
  private static final Caller BOB = new Caller("address:192.0.2.1");

  private final TestingTime time = new TestingTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private record Fixed(OptionalInt requestsPerMinute, OptionalInt burst, OptionalInt concurrent)
      implements Figures {}

  private record Config(Figures figures, Map<String, Figures> keys, int maxCallers)
      implements RateLimitConfig {}

  /// @param figures 0 for none
  private static Figures figures(int requestsPerMinute, int burst, int concurrent) {
    return new Fixed(some(requestsPerMinute), some(burst), some(concurrent));
  }

  private static OptionalInt some(int figure) {
    return figure == 0 ? OptionalInt.empty() : OptionalInt.of(figure);
  }

  private RateLimits limits(Figures figures) {
    return limits(figures, Map.of());
  }

  private RateLimits limits(Figures figures, Map<String, Figures> keys) {
    return new RateLimits(new Config(figures, keys, 1000), time, registry);
  }

  private double held() {
    return registry.get("cyanotype.ratelimit.concurrent").gauge().value();
  }

  private double refused(String reason) {
    return registry.get("cyanotype.ratelimit.refused").tag("reason", reason).counter().count();
  }

  private static Granted granted(Admission admission) {
    assertThat(admission).isInstanceOf(Granted.class);
    return (Granted) admission;
  }

  private static Refused refused(Admission admission) {
    assertThat(admission).isInstanceOf(Refused.class);
    return (Refused) admission;
  }

  @Test
  void nothingIsLimitedWhereNothingIsConfigured() {
    RateLimits limits = limits(figures(0, 0, 0));

    assertThat(limits.isUnlimited()).isTrue();
    for (int i = 0; i < 1000; i++) {
      assertThat(limits.admit(ANN)).isInstanceOf(Admission.Unlimited.class);
    }
  }

  @Test
  void requestsOfAMinuteAreTakenAndNoMore() {
    RateLimits limits = limits(figures(60, 0, 0));

    assertThat(granted(limits.admit(ANN)).standing())
        .isEqualTo(new Standing("\"requests\";q=60;w=60", "\"requests\";r=59;t=1"));
    for (int i = 1; i < 60; i++) {
      granted(limits.admit(ANN));
    }

    Refused refused = refused(limits.admit(ANN));
    assertThat(refused.standing().limit()).isEqualTo("\"requests\";r=0;t=60");
    assertThat(refused.retryAfterSeconds()).isEqualTo(1);
    assertThat(refused.detail()).contains("60 requests a minute", "in 1 s");
    assertThat(refused("requests")).isEqualTo(1);
    granted(limits.admit(BOB));
  }

  @Test
  void waitingAsLongAsToldIsEnough() {
    RateLimits limits = limits(figures(4, 0, 0));
    for (int i = 0; i < 4; i++) {
      granted(limits.admit(ANN));
    }
    Refused refused = refused(limits.admit(ANN));
    assertThat(refused.retryAfterSeconds()).isEqualTo(15);

    time.pass(Duration.ofSeconds(14));
    assertThat(refused(limits.admit(ANN)).retryAfterSeconds()).isEqualTo(1);
    time.pass(Duration.ofSeconds(1));
    assertThat(granted(limits.admit(ANN)).standing().limit()).isEqualTo("\"requests\";r=0;t=60");
    refused(limits.admit(ANN));
  }

  @Test
  void burstIsWhatComesAtOnce() {
    RateLimits limits = limits(figures(60, 2, 0));

    granted(limits.admit(ANN));
    granted(limits.admit(ANN));
    refused(limits.admit(ANN));
    time.pass(Duration.ofHours(1));
    granted(limits.admit(ANN));
    granted(limits.admit(ANN));
    refused(limits.admit(ANN));
  }

  @Test
  void slotsAreHeldUntilTheyAreReleasedAndOnceOnly() {
    RateLimits limits = limits(figures(0, 0, 2));
    Granted first = granted(limits.admit(ANN));
    Granted second = granted(limits.admit(ANN));
    assertThat(first.standing())
        .isEqualTo(
            new Standing("\"concurrent\";q=2;qu=\"concurrent-requests\"", "\"concurrent\";r=1"));
    assertThat(second.standing().limit()).isEqualTo("\"concurrent\";r=0");

    Refused refused = refused(limits.admit(ANN));
    assertThat(refused.standing().limit()).isEqualTo("\"concurrent\";r=0");
    assertThat(refused.retryAfterSeconds()).isEqualTo(1);
    assertThat(refused.detail()).contains("2 requests open");
    assertThat(refused("concurrent")).isEqualTo(1);
    assertThat(held()).isEqualTo(2);
    granted(limits.admit(BOB)).slot().release();

    first.slot().release();
    first.slot().release();
    assertThat(held()).isEqualTo(1);
    Granted third = granted(limits.admit(ANN));
    refused(limits.admit(ANN));
    second.slot().release();
    third.slot().release();
    assertThat(held()).isZero();
  }

  @Test
  void bothLimitsAreToldTogether() {
    Granted granted = granted(limits(figures(60, 0, 4)).admit(ANN));

    assertThat(granted.standing())
        .isEqualTo(
            new Standing(
                "\"requests\";q=60;w=60, \"concurrent\";q=4;qu=\"concurrent-requests\"",
                "\"requests\";r=59;t=1, \"concurrent\";r=3"));
  }

  @Test
  void refusalHoldsNoSlot() {
    RateLimits limits = limits(figures(1, 0, 1));
    granted(limits.admit(ANN)).slot().release();

    refused(limits.admit(ANN));

    assertThat(held()).isZero();
  }

  @Test
  void messageCountsAsARequestAndHoldsNoSlot() {
    RateLimits limits = limits(figures(2, 0, 1));
    Granted socket = granted(limits.admit(ANN));

    granted(limits.admitWithoutSlot(ANN)).slot().release();

    assertThat(held()).isEqualTo(1);
    refused(limits.admitWithoutSlot(ANN));
    socket.slot().release();
    assertThat(held()).isZero();
  }

  @Test
  void keyMayHaveLimitsOfItsOwn() {
    RateLimits limits = limits(figures(60, 1, 0), Map.of("ann", figures(120, 0, 5)));

    assertThat(granted(limits.admit(ANN)).standing().policy())
        .isEqualTo("\"requests\";q=120;w=60, \"concurrent\";q=5;qu=\"concurrent-requests\"");
    assertThat(granted(limits.admit(ANN)).standing().limit()).startsWith("\"requests\";r=118;");
    assertThat(granted(limits.admit(Caller.withKey("bob"))).standing().policy())
        .isEqualTo("\"requests\";q=60;w=60");
    refused(limits.admit(Caller.withKey("bob")));
  }

  @Test
  void callersAreRememberedInBoundedNumber() {
    RateLimits limits = new RateLimits(new Config(figures(1, 0, 1), Map.of(), 10), time, registry);
    for (int i = 0; i < 10_000; i++) {
      granted(limits.admit(new Caller("address:" + i))).slot().release();
    }

    assertThat(limits.remembered()).isLessThanOrEqualTo(10);
    assertThat(held()).isZero();
  }

  @Test
  void noMoreThanTheLimitHoldSlotsHoweverManyThreadsAsk() throws InterruptedException {
    RateLimits limits = limits(figures(0, 0, 3));
    AtomicInteger open = new AtomicInteger();
    List<Integer> most = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(8);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        threads.execute(
            () -> {
              int highest = 0;
              for (int i = 0; i < 10_000; i++) {
                if (limits.admit(ANN) instanceof Granted granted) {
                  highest = Math.max(highest, open.incrementAndGet());
                  open.decrementAndGet();
                  granted.slot().release();
                }
              }
              synchronized (most) {
                most.add(highest);
              }
              done.countDown();
            });
      }
      done.await();
    }

    assertThat(most).hasSize(8).allMatch(highest -> highest <= 3);
    assertThat(held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-5, 1, 1"})
  void figureBelowOneIsRefused(int requestsPerMinute, int burst, int concurrent) {
    Figures figures =
        new Fixed(
            OptionalInt.of(requestsPerMinute), OptionalInt.of(burst), OptionalInt.of(concurrent));

    assertThatThrownBy(() -> limits(figures))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("cyanotype.ratelimit: ")
        .hasMessageEndingWith("it must be at least 1");
  }

  @Test
  void gaugeGoesWithTheBean() {
    limits(figures(1, 0, 0)).stop();

    assertThat(registry.find("cyanotype.ratelimit.concurrent").gauge()).isNull();
  }
}
