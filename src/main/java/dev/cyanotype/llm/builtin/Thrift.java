package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.requirements.Budget;
import dev.cyanotype.requirements.Requirements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Keeps a design within a budget as far as its users and its availability allow.
///
/// @param blueprint what came of it
/// @param notes what was made smaller
record Thrift(Blueprint blueprint, List<String> notes) {

  private static final String DOLLARS = "USD";
  private static final int MOST_ROUNDS = 12;
  private static final int DEAREST = 3;

  static Thrift of(Blueprint blueprint, Requirements requirements) {
    if (requirements.budget().isEmpty()) {
      return new Thrift(blueprint, List.of());
    }
    long most = requirements.budget().get().perMonth();
    Blueprint cheaper = blueprint;
    for (int round = 0; round < MOST_ROUNDS && cost(cheaper) > most; round++) {
      Blueprint next = smaller(cheaper, requirements);
      if (next.equals(cheaper)) {
        break;
      }
      cheaper = next;
    }
    return new Thrift(cheaper, notes(blueprint, cheaper));
  }

  /// Whether the design fits, and what to change where it does not.
  static String remark(Blueprint blueprint, Budget budget) {
    long cost = cost(blueprint);
    Map<String, Object> values =
        Map.of(
            "budget", Figures.count(budget.perMonth()),
            "currency", budget.currency(),
            "cost", CostEstimator.estimate(blueprint),
            "over", Figures.count(Math.max(0, cost - budget.perMonth())),
            "dearest", dearest(blueprint));
    String verdict;
    if (cost <= budget.perMonth()) {
      verdict = "budget.fits";
    } else {
      verdict =
          CostEstimator.estimate(blueprint).low() <= budget.perMonth()
              ? "budget.tight"
              : "budget.exceeded";
    }
    String remark = Prose.say(verdict, values);
    return budget.currency().equals(DOLLARS)
        ? remark
        : remark + " " + Prose.say("budget.currency", values);
  }

  /// The parts that cost the most, with what each costs.
  static String dearest(Blueprint blueprint) {
    List<String> parts =
        blueprint.resources().stream()
            .sorted(
                Comparator.comparingLong((Resource resource) -> -cost(alone(blueprint, resource))))
            .limit(DEAREST)
            .map(
                resource ->
                    "`"
                        + resource.name()
                        + "` ("
                        + CostEstimator.estimate(alone(blueprint, resource))
                        + ")")
            .toList();
    return String.join(", ", parts);
  }

  private static Blueprint alone(Blueprint blueprint, Resource resource) {
    return blueprint.withResources(List.of(resource.withDependencies(List.of())));
  }

  private static long cost(Blueprint blueprint) {
    return CostEstimator.estimate(blueprint).high();
  }

  private static Blueprint smaller(Blueprint blueprint, Requirements requirements) {
    Blueprint lighter = changed(blueprint, tier -> lighter(tier, requirements));
    return lighter.equals(blueprint)
        ? changed(blueprint, tier -> fewer(tier, requirements))
        : lighter;
  }

  private static Blueprint changed(Blueprint blueprint, UnaryOperator<Tier> change) {
    return blueprint.withResources(
        blueprint.resources().stream()
            .map(
                resource ->
                    new Tier(resource).isMachine()
                        ? change.apply(new Tier(resource)).resource()
                        : resource)
            .toList());
  }

  private static Tier lighter(Tier tier, Requirements requirements) {
    Tier lighter = tier.withCpu(Math.max(1, tier.cpu() / 2));
    return isEnough(lighter, requirements) ? lighter : tier;
  }

  private static Tier fewer(Tier tier, Requirements requirements) {
    Tier fewer =
        tier.mostInstances() > tier.instances()
            ? tier.withMostInstances(Math.max(tier.instances(), tier.mostInstances() / 2))
            : tier.withInstances(Math.max(fewest(tier, requirements), tier.instances() - 1));
    return fewer.mostInstances() <= tier.mostInstances() && isEnough(fewer, requirements)
        ? fewer
        : tier;
  }

  private static int fewest(Tier tier, Requirements requirements) {
    return Adjustment.isHigh(requirements)
        ? Math.min(tier.instances(), Parts.fewestForHighAvailability(tier.role()))
        : Math.min(tier.instances(), requirements.replicas().orElse(1));
  }

  private static boolean isEnough(Tier tier, Requirements requirements) {
    long users = Sizing.usersADay(requirements);
    return users == 0 || Sizing.of(tier, users).map(sizing -> !sizing.isChange()).orElse(true);
  }

  private static List<String> notes(Blueprint before, Blueprint after) {
    List<String> smaller = new ArrayList<>();
    for (int i = 0; i < before.resources().size(); i++) {
      if (!before.resources().get(i).equals(after.resources().get(i))) {
        smaller.add(before.resources().get(i).name());
      }
    }
    return smaller.isEmpty()
        ? List.of()
        : List.of(Prose.say("design.thrifty", Map.of("resources", Lists.names(smaller))));
  }
}
