package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Vcpus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// One step by which a resource can be made smaller: a replica fewer, half the processors.
///
/// @param path keys below `specs`
/// @param to what stands there afterwards
record Reduction(List<String> path, Object from, Object to) {

  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal LEAST_SHARE = new BigDecimal("0.25");
  private static final BigDecimal LEAST_MEMORY_GB = HALF;
  private static final BigDecimal LEAST_STORAGE_GB = BigDecimal.TEN;
  private static final List<String> COUNTS = List.of("replicas", "nodes", "brokers");

  /// Above this many, a step takes a quarter away.
  private static final long MANY = 8;

  /// What can be done next, at most one step for each value. None goes below one instance, three of
  /// what votes (`quorum`), a processor (a quarter of one where it is given in parts), 512 MB of
  /// memory or 10 GB of storage.
  static List<Reduction> of(Resource resource) {
    Map<String, Object> specs = resource.specs();
    return Stream.of(
            counts(specs),
            scaling(specs),
            cpu(specs).stream(),
            quantity(specs, "memory", LEAST_MEMORY_GB).stream(),
            Stream.of("size", "storage", "disk")
                .flatMap(key -> quantity(specs, key, LEAST_STORAGE_GB).stream()),
            gpu(specs).stream())
        .flatMap(steps -> steps)
        .toList();
  }

  Resource applyTo(Resource resource) {
    return with(resource, to);
  }

  Resource undoneIn(Resource resource) {
    return with(resource, from);
  }

  private Resource with(Resource resource, Object value) {
    Map<String, Object> specs = new LinkedHashMap<>(resource.specs());
    if (path.size() == 1) {
      specs.put(path.getFirst(), value);
    } else {
      specs.computeIfPresent(path.getFirst(), (_, inner) -> with((Map<?, ?>) inner, value));
    }
    return resource.withSpecs(specs);
  }

  private Map<Object, Object> with(Map<?, ?> inner, Object value) {
    Map<Object, Object> changed = new LinkedHashMap<>(inner);
    changed.put(path.getLast(), value);
    return changed;
  }

  private static Stream<Reduction> counts(Map<String, Object> specs) {
    long step = isQuorum(specs) ? 2 : 1;
    long least = isQuorum(specs) ? 3 : 1;
    return COUNTS.stream()
        .flatMap(key -> fewer(List.of(key), specs.get(key), least, step).stream())
        .limit(1);
  }

  private static boolean isQuorum(Map<String, Object> specs) {
    return Boolean.TRUE.equals(specs.get("quorum"));
  }

  private static Stream<Reduction> scaling(Map<String, Object> specs) {
    return specs.get("autoscaling") instanceof Map<?, ?> bounds
        ? scaling(bounds, "min", "max", path -> List.of("autoscaling", path.getFirst()))
        : scaling(specs, "min_replicas", "max_replicas", UnaryOperator.identity());
  }

  private static Stream<Reduction> scaling(
      Map<?, ?> bounds, String min, String max, UnaryOperator<List<String>> at) {
    long least = whole(bounds.get(min)).orElse(1L);
    Optional<Reduction> lessAtMost = fewer(at.apply(List.of(max)), bounds.get(max), least, 1);
    Optional<Reduction> lessAlways = fewer(at.apply(List.of(min)), bounds.get(min), 1, 1);
    return Stream.of(lessAtMost, lessAlways).flatMap(Optional::stream);
  }

  private static Optional<Reduction> fewer(List<String> path, Object value, long least, long step) {
    return whole(value)
        .filter(count -> count - step >= least)
        .map(
            count ->
                new Reduction(
                    path, value, PlainNumber.of(BigDecimal.valueOf(fewer(count, least, step)))));
  }

  private static long fewer(long count, long least, long step) {
    long fewer = count > MANY ? count - Math.max(step, count / 4 / step * step) : count - step;
    return Math.max(least, fewer);
  }

  private static Optional<Long> whole(Object value) {
    return PlainNumber.positive(value)
        .filter(number -> number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0)
        .map(number -> number.setScale(0, RoundingMode.FLOOR).longValue());
  }

  private static Optional<Reduction> cpu(Map<String, Object> specs) {
    return Vcpus.parse(specs.get("cpu"))
        .filter(vcpus -> vcpus.amount().compareTo(least(vcpus)) > 0)
        .map(vcpus -> vcpus.times(HALF))
        .filter(half -> half.amount().compareTo(least(half)) >= 0)
        .map(half -> new Reduction(List.of("cpu"), specs.get("cpu"), half.toSpec()))
        .filter(reduction -> !reduction.to().equals(reduction.from()));
  }

  private static BigDecimal least(Vcpus vcpus) {
    return switch (vcpus.notation()) {
      case WHOLE -> BigDecimal.ONE;
      case FRACTION, TEXT, MILLICORES -> LEAST_SHARE;
    };
  }

  private static Optional<Reduction> quantity(
      Map<String, Object> specs, String key, BigDecimal leastGb) {
    return Quantity.parse(specs.get(key))
        .map(quantity -> quantity.times(HALF))
        .filter(half -> half.gigabytes().compareTo(leastGb) >= 0)
        .map(half -> new Reduction(List.of(key), specs.get(key), half.toString()))
        .filter(reduction -> !reduction.to().equals(reduction.from()));
  }

  private static Optional<Reduction> gpu(Map<String, Object> specs) {
    return specs.get("gpu") instanceof Map<?, ?> card
        ? fewer(List.of("gpu", "count"), card.get("count"), 1, 1)
        : fewer(List.of("gpu"), specs.get("gpu"), 1, 1);
  }
}
