package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.PlainNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How many of a resource run over a month. What scales by itself runs at its least in a quiet
/// month and halfway to its most in a busy one: nothing is at its peak day and night.
record Instances(BigDecimal low, BigDecimal high) {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  static Instances of(Map<String, Object> specs) {
    Map<?, ?> bounds = specs.get("autoscaling") instanceof Map<?, ?> map ? map : specs;
    Optional<BigDecimal> least = first(bounds, "min", "min_replicas");
    Optional<BigDecimal> most = first(bounds, "max", "max_replicas");
    Instances replicas =
        least.isPresent() && most.isPresent()
            ? between(least.get(), most.get())
            : always(first(specs, "replicas", "nodes", "brokers").orElse(BigDecimal.ONE));
    return replicas.times(first(specs, "shards").orElse(BigDecimal.ONE));
  }

  boolean isRange() {
    return low.compareTo(high) != 0;
  }

  private static Instances between(BigDecimal least, BigDecimal most) {
    BigDecimal busy = least.add(most).divide(TWO, 0, RoundingMode.CEILING);
    return new Instances(least, busy.max(least));
  }

  private static Instances always(BigDecimal count) {
    return new Instances(count, count);
  }

  private Instances times(BigDecimal shards) {
    return new Instances(low.multiply(shards), high.multiply(shards));
  }

  private static Optional<BigDecimal> first(Map<?, ?> specs, String... keys) {
    return Stream.of(keys)
        .map(specs::get)
        .flatMap(v -> PlainNumber.positive(v).stream())
        .findFirst();
  }
}
