package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.requirements.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Presents a design: what was understood, what was chosen and why, the blueprint, the cost.
final class DesignAnswer {

  private static final Set<String> WITH_ANOTHER = Set.of("users_period", "budget_currency");
  private static final String DAILY = "daily";

  private DesignAnswer() {}

  static String of(Turn turn, Optional<Blueprint> subject, Templates templates) {
    return Design.of(turn, subject, templates)
        .map(DesignAnswer::of)
        .orElseGet(() -> Prose.say("design.no_templates"));
  }

  private static String of(Design design) {
    List<String> parts = new ArrayList<>();
    understood(design.requirements()).ifPresent(parts::add);
    parts.add(
        Prose.say(
            "reason." + design.base().reason(),
            Map.of("name", design.base().template().name(), "id", design.base().template().id())));
    List<String> notes = new ArrayList<>(design.notes());
    notes.addAll(design.sizes());
    if (!notes.isEmpty()) {
      parts.add(Lists.bullets(notes));
    }
    parts.add("```yaml\n" + BlueprintCodec.writeYaml(design.blueprint()) + "```");
    parts.add(
        Prose.say(
            "design.cost",
            Map.of("cost", design.cost(), "dearest", Thrift.dearest(design.blueprint()))));
    design
        .requirements()
        .budget()
        .ifPresent(budget -> parts.add(Thrift.remark(design.blueprint(), budget)));
    return String.join("\n\n", parts);
  }

  private static Optional<String> understood(Requirements requirements) {
    Map<String, Object> said = requirements.toMap();
    List<String> points = new ArrayList<>();
    said.forEach(
        (key, value) -> {
          if (!WITH_ANOTHER.contains(key)) {
            points.add(
                Prose.say(
                    "understood." + key,
                    Map.of(
                        "value", shown(value),
                        "period", said.getOrDefault("users_period", DAILY),
                        "currency", said.getOrDefault("budget_currency", ""))));
          }
        });
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(Prose.say("understood.intro", Map.of("points", String.join("; ", points))));
  }

  private static String shown(Object value) {
    return switch (value) {
      case List<?> list -> String.join(", ", list.stream().map(String::valueOf).toList());
      case Long number -> Figures.count(number);
      default -> String.valueOf(value);
    };
  }
}
