package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A resource as a tier of so many machines of such a size. Changing one gives another resource;
/// what its specs do not say stays unsaid.
record Tier(Resource resource) {

  private static final Set<String> GROWS_WITH_CPU = Set.of("memory", "max_memory", "heap");
  private static final int FEWEST_IN_QUORUM = 3;

  String name() {
    return resource.name();
  }

  String role() {
    return resource.specs().get("role") instanceof String role ? role : "";
  }

  List<String> technologies() {
    return switch (resource.specs().get("technology")) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case String text -> List.of(text);
      case null, default -> List.of();
    };
  }

  boolean isMachine() {
    return resource.specs().get("cpu") instanceof Number;
  }

  boolean isNetwork() {
    return resource.type() == ResourceType.NETWORK && role().equals("network");
  }

  int cpu() {
    return wholeNumber(resource.specs().get("cpu"), 0);
  }

  boolean isAutoscaled() {
    return resource.specs().get("autoscaling") instanceof Map<?, ?>;
  }

  boolean hasQuorum() {
    return Boolean.TRUE.equals(resource.specs().get("quorum"));
  }

  /// How many run at any time.
  int instances() {
    return isAutoscaled()
        ? autoscaling("min", 1)
        : wholeNumber(resource.specs().get(countKey()), 1);
  }

  /// How many run when the load is highest.
  int mostInstances() {
    return isAutoscaled() ? Math.max(autoscaling("max", 1), instances()) : instances();
  }

  /// All cores when the load is highest.
  long cores() {
    return (long) cpu() * mostInstances();
  }

  /// A tier of machines of `cpu` cores, with memory in proportion.
  Tier withCpu(int cpu) {
    if (!isMachine() || cpu == cpu() || cpu() == 0) {
      return this;
    }
    BigDecimal factor =
        BigDecimal.valueOf(cpu).divide(BigDecimal.valueOf(cpu()), 4, RoundingMode.CEILING);
    Map<String, Object> specs = scaled(resource.specs(), factor);
    specs.put("cpu", cpu);
    return withSpecs(specs);
  }

  /// Members of a quorum stay an odd number of at least three.
  Tier withInstances(int instances) {
    int count = hasQuorum() ? Math.max(FEWEST_IN_QUORUM, instances | 1) : Math.max(1, instances);
    return isAutoscaled()
        ? withAutoscaling(count, Math.max(count, mostInstances()))
        : with(countKey(), count);
  }

  Tier withMostInstances(int most) {
    return isAutoscaled()
        ? withAutoscaling(Math.min(instances(), most), most)
        : withInstances(most);
  }

  /// One machine and no growth, for work on the software itself.
  Tier single() {
    Map<String, Object> specs = new LinkedHashMap<>(resource.specs());
    specs.remove("autoscaling");
    specs.remove("quorum");
    if (specs.containsKey(countKey()) || isAutoscaled()) {
      specs.put(countKey(), 1);
    }
    return withSpecs(specs);
  }

  Tier with(String key, Object value) {
    Map<String, Object> specs = new LinkedHashMap<>(resource.specs());
    specs.put(key, value);
    return withSpecs(specs);
  }

  Tier without(String key) {
    Map<String, Object> specs = new LinkedHashMap<>(resource.specs());
    specs.remove(key);
    return withSpecs(specs);
  }

  boolean has(String key) {
    return resource.specs().containsKey(key);
  }

  String text(String key) {
    Object value = resource.specs().get(key);
    return value == null ? "" : String.valueOf(value);
  }

  private Tier withSpecs(Map<String, Object> specs) {
    return new Tier(resource.withSpecs(specs));
  }

  private String countKey() {
    return resource.specs().containsKey("nodes") ? "nodes" : "replicas";
  }

  private Tier withAutoscaling(int min, int max) {
    Map<String, Object> autoscaling = new LinkedHashMap<>(map(resource.specs().get("autoscaling")));
    autoscaling.put("min", min);
    autoscaling.put("max", max);
    return with("autoscaling", autoscaling);
  }

  private int autoscaling(String key, int otherwise) {
    return wholeNumber(map(resource.specs().get("autoscaling")).get(key), otherwise);
  }

  private static Map<String, Object> scaled(Map<String, Object> specs, BigDecimal factor) {
    Map<String, Object> scaled = new LinkedHashMap<>(specs);
    scaled.replaceAll(
        (key, value) ->
            switch (value) {
              case Map<?, ?> nested -> scaled(map(nested), factor);
              case String text when GROWS_WITH_CPU.contains(key) ->
                  Quantity.parse(text)
                      .map(quantity -> quantity.times(factor).toString())
                      .orElse(text);
              default -> value;
            });
    return scaled;
  }

  private static int wholeNumber(Object value, int otherwise) {
    return value instanceof Number number && number.doubleValue() >= 1
        ? (int) Math.min(Math.ceil(number.doubleValue()), 1_000_000)
        : otherwise;
  }

  @SuppressWarnings("unchecked") // a Blueprint's trees have string keys
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
