package dev.cyanotype.llm.builtin;

import dev.cyanotype.requirements.Audience;
import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.Requirements;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How large a tier has to be for so many users, by the rules of thumb in `builtin/sizing.yaml`.
///
/// @param users a day
/// @param cores that they need at the peak
/// @param tier the tier as it should be; never less than it was
record Sizing(Tier before, Tier tier, long users, long cores, Rule rule) {

  private static final Cues CUES = Cues.of("/builtin/sizing.yaml");
  private static final Map<String, Rule> RULES = rules();
  private static final int COMFORTABLE_MACHINES = (int) CUES.number("comfortable_machines");
  private static final int MOST_MACHINES = (int) CUES.number("most_machines");

  /// @param cores most of one machine
  record Rule(long usersPerCore, boolean growsOut, int cores) {}

  static Optional<Rule> rule(Tier tier) {
    return Optional.ofNullable(RULES.get(tier.role())).filter(_ -> tier.cpu() > 0);
  }

  /// The users of a day that the words mean; 0 where they mean none.
  static long usersADay(Requirements requirements) {
    return requirements.audience().map(Sizing::usersADay).orElse(0L);
  }

  private static long usersADay(Audience audience) {
    Object factor = CUES.section("users_a_day").get(audience.period().orElse("daily"));
    double daily = factor instanceof Number number ? number.doubleValue() : 1;
    return Math.max(1, Math.round(audience.users() * daily));
  }

  /// @return empty for a tier that does not depend on the users
  static Optional<Sizing> of(Tier tier, long users) {
    return rule(tier).map(rule -> of(tier, users, rule));
  }

  private static Sizing of(Tier tier, long users, Rule rule) {
    long cores = Math.ceilDiv(users, rule.usersPerCore());
    Tier sized = rule.growsOut() ? grownOut(tier, cores, rule) : grownUp(tier, cores, rule);
    return new Sizing(tier, sized, users, cores, rule);
  }

  boolean isChange() {
    return !tier.resource().equals(before.resource());
  }

  /// Whether even the largest that the rule allows is too small.
  boolean isShort() {
    return tier.cores() < cores && (rule.growsOut() || tier.cpu() < cores);
  }

  private static Tier grownOut(Tier tier, long cores, Rule rule) {
    int cpu = tier.cpu();
    while (cpu * 2 <= rule.cores() && Math.ceilDiv(cores, cpu) > COMFORTABLE_MACHINES) {
      cpu *= 2;
    }
    int machines = (int) Math.min(MOST_MACHINES, Math.ceilDiv(cores, cpu));
    Tier sized = tier.withCpu(cpu);
    if (machines <= sized.mostInstances()) {
      return sized;
    }
    return sized.isAutoscaled()
        ? sized
            .withInstances(Math.max(sized.instances(), Math.ceilDiv(machines, 3)))
            .withMostInstances(Math.max(machines, sized.mostInstances()))
        : sized.withInstances(machines);
  }

  private static Tier grownUp(Tier tier, long cores, Rule rule) {
    int cpu = tier.cpu();
    while (cpu < cores && cpu * 2 <= rule.cores()) {
      cpu *= 2;
    }
    return tier.withCpu(cpu);
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    CUES.sections("tiers")
        .forEach(
            (role, rule) ->
                rules.put(
                    role,
                    new Rule(
                        ((Number) rule.get("users_per_core")).longValue(),
                        "out".equals(rule.get("grows")),
                        ((Number) rule.get("cores")).intValue())));
    return rules;
  }
}
