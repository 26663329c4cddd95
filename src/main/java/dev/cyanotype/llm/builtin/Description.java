package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.cost.CostEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Explains a blueprint: what there is, how large, what needs what, what it costs.
final class Description {

  private Description() {}

  static String of(Optional<Blueprint> subject) {
    return subject.map(Description::of).orElseGet(() -> Prose.say("describe.nothing"));
  }

  private static String of(Blueprint blueprint) {
    List<String> parts = new ArrayList<>();
    parts.add(
        Prose.say(
            "describe.intro",
            Map.of("name", blueprint.name(), "count", blueprint.resources().size())));
    if (!blueprint.description().isBlank()) {
      parts.add(blueprint.description().strip());
    }
    for (ResourceType type : ResourceType.values()) {
      List<String> lines =
          blueprint.resources().stream()
              .filter(resource -> resource.type() == type)
              .map(Description::line)
              .toList();
      if (!lines.isEmpty()) {
        parts.add(Prose.say("describe." + type.id()) + "\n\n" + Lists.bullets(lines));
      }
    }
    parts.add(order(blueprint));
    parts.add(
        Prose.say(
            "describe.cost",
            Map.of(
                "cost", CostEstimator.estimate(blueprint), "dearest", Thrift.dearest(blueprint))));
    return String.join("\n\n", parts);
  }

  private static String line(Resource resource) {
    Tier tier = new Tier(resource);
    List<String> clauses = new ArrayList<>();
    String role = tier.role().isEmpty() ? resource.type().id() : tier.role().replace('-', ' ');
    String made = String.join(", ", tier.technologies());
    clauses.add(
        made.isEmpty()
            ? Prose.say("describe.role", Map.of("name", tier.name(), "role", role))
            : Prose.say(
                "describe.role_of", Map.of("name", tier.name(), "role", role, "made", made)));
    size(tier).ifPresent(clauses::add);
    if (!resource.dependencies().isEmpty()) {
      clauses.add(
          Prose.say("describe.needs", Map.of("names", Lists.names(resource.dependencies()))));
    }
    return String.join("; ", clauses) + ".";
  }

  private static Optional<String> size(Tier tier) {
    if (tier.isMachine()) {
      return Optional.of(
          Prose.say(
              "describe.size",
              Map.of(
                  "instances", instances(tier),
                  "cpu", tier.cpu(),
                  "memory", tier.has("memory") ? tier.text("memory") : "–")));
    }
    return tier.has("size")
        ? Optional.of(Prose.say("describe.volume", Map.of("size", tier.text("size"))))
        : Optional.empty();
  }

  /// `3` or, where the number follows the load, `3–8`.
  static String instances(Tier tier) {
    return tier.mostInstances() > tier.instances()
        ? tier.instances() + "–" + tier.mostInstances()
        : String.valueOf(tier.instances());
  }

  private static String order(Blueprint blueprint) {
    List<String> first =
        blueprint.resources().stream()
            .filter(resource -> resource.dependencies().isEmpty())
            .map(Resource::name)
            .toList();
    return first.isEmpty()
        ? Prose.say("describe.no_order")
        : Prose.say("describe.order", Map.of("names", Lists.names(first)));
  }
}
