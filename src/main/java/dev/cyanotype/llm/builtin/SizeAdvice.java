package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.requirements.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recommends a size for each tier, with the reason.
final class SizeAdvice {

  private SizeAdvice() {}

  static String of(Turn turn, Optional<Blueprint> subject, Templates templates) {
    Optional<Design> design = Design.of(turn, subject, templates);
    return design
        .map(found -> advice(found, turn.requirements()))
        .orElseGet(() -> Prose.say("design.no_templates"));
  }

  private static String advice(Design design, Requirements requirements) {
    List<Resource> before = design.base().template().blueprint().resources();
    long users = Sizing.usersADay(requirements);
    List<String> lines = new ArrayList<>();
    lines.add(
        users > 0
            ? Prose.say(
                "size.for_users",
                Map.of("users", Figures.count(users), "base", design.base().template().name()))
            : Prose.say("size.without_users", Map.of("base", design.base().template().name())));
    lines.add("");
    lines.add(Prose.say("size.header"));
    lines.add(Prose.say("size.rule"));
    design.blueprint().resources().stream()
        .map(Tier::new)
        .filter(tier -> tier.isMachine() || tier.has("size"))
        .map(tier -> row(tier, before, users))
        .forEach(lines::add);
    lines.add("");
    if (!design.notes().isEmpty()) {
      lines.add(Lists.bullets(design.notes()));
      lines.add("");
    }
    lines.add(Prose.say("size.cost", Map.of("cost", CostEstimator.estimate(design.blueprint()))));
    requirements.budget().ifPresent(budget -> lines.add(Thrift.remark(design.blueprint(), budget)));
    return String.join("\n", lines);
  }

  private static String row(Tier tier, List<Resource> before, long users) {
    return Prose.say(
        "size.row",
        Map.of(
            "name", tier.name(),
            "cpu", tier.isMachine() ? tier.cpu() : "–",
            "memory", orDash(tier.text("memory")),
            "storage", orDash(tier.has("storage") ? tier.text("storage") : tier.text("size")),
            "instances", Description.instances(tier),
            "reason", rowReason(tier, before, users)));
  }

  private static String rowReason(Tier tier, List<Resource> before, long users) {
    Optional<Sizing> sizing = users > 0 ? Sizing.of(tier, users) : Optional.empty();
    if (sizing.isPresent()) {
      return need(sizing.get());
    }
    boolean kept = before.contains(tier.resource());
    return Prose.say(kept ? "size.as_designed" : "size.adapted");
  }

  private static String need(Sizing sizing) {
    return Prose.say(
        sizing.isShort() ? "size.short" : "size.needed",
        Map.of(
            "cores", Figures.count(sizing.cores()),
            "per_core", Figures.count(sizing.rule().usersPerCore())));
  }

  /// Why a tier was made as large as it is.
  static String reason(Sizing sizing) {
    Tier tier = sizing.tier();
    Map<String, Object> values =
        Map.of(
            "name", tier.name(),
            "users", Figures.count(sizing.users()),
            "cores", Figures.count(sizing.cores()),
            "per_core", Figures.count(sizing.rule().usersPerCore()),
            "cpu", tier.cpu(),
            "instances", Description.instances(tier));
    return Prose.say(sizing.isShort() ? "design.too_small" : "design.sized", values);
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
