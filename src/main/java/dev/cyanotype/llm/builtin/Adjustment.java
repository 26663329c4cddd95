package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.requirements.Availability;
import dev.cyanotype.requirements.Requirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Fits the tiers of a design to what is asked: so many users, so available, for development.
final class Adjustment {

  private static final String DEVELOPMENT = "development";
  private static final BigDecimal VERY_HIGH_UPTIME = new BigDecimal("99.99");
  private static final int FEWEST_FOR_VERY_HIGH = 3;
  private static final int GROWTH_OF_AUTOSCALING = 3;
  private static final int TARGET_CPU_PERCENT = 65;

  private final Requirements requirements;
  private final List<String> notes;
  private final List<String> sizes;
  private final long users;
  private List<Resource> resources;

  /// @param notes takes a sentence for each choice
  /// @param sizes takes a sentence for each tier that the users make larger
  Adjustment(
      List<Resource> resources, Requirements requirements, List<String> notes, List<String> sizes) {
    this.resources = resources;
    this.requirements = requirements;
    this.notes = notes;
    this.sizes = sizes;
    this.users = Sizing.usersADay(requirements);
  }

  List<Resource> adjust() {
    if (isDevelopment(requirements)) {
      shrinkForDevelopment();
    }
    scaleWithLoad();
    if (isHigh(requirements)) {
      raiseAvailability();
    }
    requirements.replicas().ifPresent(this::replicate);
    if (users > 0) {
      sizeForUsers();
    }
    return resources;
  }

  static boolean isHigh(Requirements requirements) {
    return requirements.availability().filter(Availability.HIGH::equals).isPresent();
  }

  static boolean isDevelopment(Requirements requirements) {
    return !isHigh(requirements)
        && requirements.environment().filter(DEVELOPMENT::equals).isPresent();
  }

  private void shrinkForDevelopment() {
    Optional<Pruning> withoutStandbys = Pruning.of(resources, Adjustment::isStandby);
    withoutStandbys.ifPresent(pruning -> resources = pruning.rest());
    change(
        tier -> tier.isMachine() || tier.mostInstances() > 1,
        tier -> tier.single().withCpu(Math.max(1, tier.cpu() / 2)));
    notes.add(Prose.say("design.development"));
    withoutStandbys
        .map(Pruning::removed)
        .filter(removed -> !removed.isEmpty())
        .ifPresent(
            removed ->
                notes.add(
                    Prose.say(
                        "design.removed",
                        Map.of("part", DEVELOPMENT, "resources", Lists.names(removed)))));
  }

  private static boolean isStandby(Resource resource) {
    return resource.specs().get("config") instanceof Map<?, ?> config
        && config.get("replication") instanceof Map<?, ?> replication
        && replication.containsKey("of");
  }

  private void scaleWithLoad() {
    if (requirements.refuses("autoscaling")) {
      List<String> fixed =
          change(
              Tier::isAutoscaled,
              tier -> tier.without("autoscaling").withInstances(tier.instances()));
      note("design.no_autoscaling", fixed);
    } else if (requirements.wants("autoscaling")) {
      Optional<String> front = Parts.front(resources).map(Resource::name);
      List<String> growing =
          change(
              tier -> front.filter(tier.name()::equals).isPresent() && !tier.isAutoscaled(),
              Adjustment::autoscaled);
      note("design.autoscaling", growing);
    }
  }

  private static Tier autoscaled(Tier tier) {
    Map<String, Object> autoscaling = new LinkedHashMap<>();
    autoscaling.put("min", tier.instances());
    autoscaling.put("max", tier.instances() * GROWTH_OF_AUTOSCALING);
    autoscaling.put("target_cpu_percent", TARGET_CPU_PERCENT);
    return tier.without("replicas").without("nodes").with("autoscaling", autoscaling);
  }

  private void raiseAvailability() {
    Map<String, Integer> running = new HashMap<>();
    resources.stream()
        .map(Tier::new)
        .filter(Tier::isMachine)
        .forEach(tier -> running.merge(tier.role(), tier.instances(), Integer::sum));
    List<String> raised =
        change(
            tier -> tier.isMachine() && running.get(tier.role()) < fewest(tier.role()),
            tier -> tier.withInstances(fewest(running, tier)));
    note("design.available", raised);
  }

  /// The first tier of a role takes what the role lacks.
  private int fewest(Map<String, Integer> running, Tier tier) {
    int lacking = fewest(tier.role()) - running.get(tier.role());
    running.merge(tier.role(), lacking, Integer::sum);
    return tier.instances() + Math.max(0, lacking);
  }

  private int fewest(String role) {
    int fewest = Parts.fewestForHighAvailability(role);
    boolean very =
        requirements.uptime().filter(uptime -> uptime.compareTo(VERY_HIGH_UPTIME) >= 0).isPresent();
    return very && fewest > 1 ? Math.max(fewest, FEWEST_FOR_VERY_HIGH) : fewest;
  }

  /// As many of what is named, else of what serves the users.
  private void replicate(int count) {
    Predicate<Tier> named =
        tier ->
            requirements.components().stream().anyMatch(part -> Parts.is(tier.resource(), part));
    Optional<String> front = Parts.front(resources).map(Resource::name);
    Predicate<Tier> serving = tier -> front.filter(tier.name()::equals).isPresent();
    boolean servesUsers =
        front
            .map(
                name ->
                    resources.stream()
                        .map(Tier::new)
                        .anyMatch(t -> t.name().equals(name) && t.role().equals("web-server")))
            .orElse(false);
    List<String> replicated =
        change(
            tier -> tier.isMachine() && (servesUsers ? serving : named.or(serving)).test(tier),
            tier -> tier.withInstances(count));
    if (!replicated.isEmpty()) {
      notes.add(
          Prose.say(
              "design.replicas", Map.of("count", count, "resources", Lists.names(replicated))));
    }
  }

  private void sizeForUsers() {
    List<Sizing> sizings = new ArrayList<>();
    change(
        tier -> Sizing.rule(tier).isPresent(),
        tier -> {
          Sizing sizing = Sizing.of(tier, users).orElseThrow();
          sizings.add(sizing);
          return sizing.tier();
        });
    sizings.stream()
        .filter(sizing -> sizing.isChange() || sizing.isShort())
        .map(SizeAdvice::reason)
        .forEach(sizes::add);
    if (!sizings.isEmpty() && sizings.stream().noneMatch(Sizing::isChange)) {
      sizes.add(Prose.say("design.large_enough", Map.of("users", Figures.count(users))));
    }
  }

  private void note(String key, List<String> names) {
    if (!names.isEmpty()) {
      notes.add(Prose.say(key, Map.of("resources", Lists.names(names))));
    }
  }

  /// @return the names of the tiers that are other than they were
  private List<String> change(Predicate<Tier> which, UnaryOperator<Tier> change) {
    List<String> changed = new ArrayList<>();
    List<Resource> results = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      Tier tier = new Tier(resource);
      Resource result = which.test(tier) ? change.apply(tier).resource() : resource;
      if (!result.equals(resource)) {
        changed.add(resource.name());
      }
      results.add(result);
    }
    resources = results;
    return changed;
  }
}
