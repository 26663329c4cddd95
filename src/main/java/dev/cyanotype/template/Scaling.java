package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Vcpus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes a blueprint larger or smaller: processors, memory, storage, GPUs and counts of replicas by
/// one factor, everything else as it was. Sizes are rounded up to what can be bought, so that no
/// part of a design vanishes however small the factor is.
public final class Scaling {

  /// No factor is larger: a hundred times a template is another design, not a larger one.
  public static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(100);

  private static final Set<String> CPUS = Set.of("cpu", "cpus", "vcpu", "vcpus", "cores");
  private static final Set<String> COUNTS =
      Set.of(
          "replicas",
          "nodes",
          "shards",
          "brokers",
          "min_replicas",
          "max_replicas",
          "gpus",
          "gpu_count");
  private static final Set<String> AUTOSCALING_COUNTS =
      Set.of("min", "max", "desired", "min_replicas", "max_replicas");
  private static final Set<String> GPU_COUNTS = Set.of("count");

  /// Sizes that are plain numbers, in a unit that only their reader knows or that the key names.
  private static final Set<String> UNITLESS_SIZES = Set.of("memory", "storage", "disk");

  private static final Pattern SIZE_WITH_UNIT =
      Pattern.compile("(max_)?(memory|ram|storage|disk|heap|size)(_size)?_[kmgt]i?b");

  /// What is about a resource and no size of it, whatever the keys inside are called.
  private static final Set<String> NOT_SIZES =
      Set.of(
          "health_check",
          "backup",
          "retention",
          "rules",
          "listeners",
          "plugins",
          "labels",
          "tags",
          "env",
          "environment");

  /// A cluster that votes is no cluster below this.
  private static final BigDecimal SMALLEST_QUORUM = BigDecimal.valueOf(3);

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final BigDecimal factor;
  private final ResourceType type;

  private Scaling(BigDecimal factor, ResourceType type) {
    this.factor = factor;
    this.type = type;
  }

  /// @param factor more than 0, at most [#MAX_FACTOR]; 1 gives the same blueprint back
  /// @throws IllegalArgumentException where the factor is out of these bounds
  public static Blueprint scale(Blueprint blueprint, BigDecimal factor) {
    if (factor.signum() <= 0 || factor.compareTo(MAX_FACTOR) > 0) {
      throw new IllegalArgumentException(
          "the scale factor must be more than 0 and at most " + MAX_FACTOR + ", not " + factor);
    }
    if (factor.compareTo(BigDecimal.ONE) == 0) {
      return blueprint;
    }
    return blueprint.withResources(
        blueprint.resources().stream().map(resource -> scale(resource, factor)).toList());
  }

  private static Resource scale(Resource resource, BigDecimal factor) {
    return resource.withSpecs(new Scaling(factor, resource.type()).specs(resource.specs()));
  }

  private Map<String, Object> specs(Map<String, Object> specs) {
    boolean votes = Boolean.TRUE.equals(specs.get("quorum"));
    Map<String, Object> scaled = new LinkedHashMap<>();
    specs.forEach((key, value) -> scaled.put(key, value(key, value, votes)));
    raise("max_replicas", "min_replicas", scaled);
    return scaled;
  }

  private Object value(String key, Object value, boolean votes) {
    if (NOT_SIZES.contains(key)) {
      return value;
    }
    return switch (value) {
      case Map<?, ?> map -> map(key, asSpecs(map));
      case List<?> list -> list.stream().map(item -> item(key, item)).toList();
      default -> size(key, value, votes);
    };
  }

  /// Lists hold maps with sizes, such as pools of nodes; a number in a list is a port or the like.
  private Object item(String key, Object item) {
    return item instanceof Map<?, ?> map ? map(key, asSpecs(map)) : item;
  }

  private Map<String, Object> map(String key, Map<String, Object> map) {
    return switch (key) {
      case "autoscaling" -> autoscaling(map);
      case "gpu" -> counts(map, GPU_COUNTS); // a card's memory is the card's, not ours to choose
      default -> specs(map);
    };
  }

  private Map<String, Object> autoscaling(Map<String, Object> bounds) {
    Map<String, Object> scaled = counts(bounds, AUTOSCALING_COUNTS);
    raise("max", "min", scaled);
    raise("max_replicas", "min_replicas", scaled);
    return scaled;
  }

  private Map<String, Object> counts(Map<String, Object> map, Set<String> counts) {
    Map<String, Object> scaled = new LinkedHashMap<>(map);
    counts.forEach(key -> scaled.computeIfPresent(key, (_, value) -> count(value, false)));
    return scaled;
  }

  private Object size(String key, Object value, boolean votes) {
    if (CPUS.contains(key)) {
      return Vcpus.parse(value).map(cpus -> cpus.times(factor).toSpec()).orElse(value);
    }
    if (COUNTS.contains(key) || key.equals("gpu")) {
      return count(value, votes);
    }
    if (value instanceof Number && isPlainSize(key)) {
      return count(value, false);
    }
    if (Quantity.KEYS.contains(key)) {
      return Quantity.parse(value).<Object>map(q -> q.times(factor).toString()).orElse(value);
    }
    return value;
  }

  private boolean isPlainSize(String key) {
    return UNITLESS_SIZES.contains(key)
        || SIZE_WITH_UNIT.matcher(key).matches()
        || (type == ResourceType.STORAGE && key.equals("size"));
  }

  /// Whole and at least 1, since a count of none is another design.
  private Object count(Object value, boolean votes) {
    return PlainNumber.positive(value)
        .map(count -> votes ? quorum(count) : roundedUp(count.multiply(factor)))
        .<Object>map(PlainNumber::of)
        .orElse(value);
  }

  /// Odd, because an even cluster survives no more failures than the odd one below it.
  private BigDecimal quorum(BigDecimal original) {
    BigDecimal least = original.min(SMALLEST_QUORUM);
    BigDecimal scaled = roundedUp(original.multiply(factor)).max(least);
    return scaled.remainder(TWO).signum() == 0 ? scaled.add(BigDecimal.ONE) : scaled;
  }

  private static BigDecimal roundedUp(BigDecimal exact) {
    return exact.setScale(0, RoundingMode.CEILING);
  }

  /// A blueprint that came in with its bounds crossed goes out with bounds that hold.
  private static void raise(String upper, String lower, Map<String, Object> specs) {
    if (specs.get(upper) instanceof Number most
        && specs.get(lower) instanceof Number least
        && most.doubleValue() < least.doubleValue()) {
      specs.put(upper, least);
    }
  }

  @SuppressWarnings("unchecked") // a Blueprint's trees have string keys
  private static Map<String, Object> asSpecs(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
