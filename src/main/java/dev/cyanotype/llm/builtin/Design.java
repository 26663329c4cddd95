package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.cost.MonthlyCost;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.requirements.Requirements;
import dev.cyanotype.template.Category;
import dev.cyanotype.template.Complexity;
import dev.cyanotype.template.Customization;
import dev.cyanotype.template.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A blueprint that was made from words, and why it is as it is.
///
/// @param base what it was started from
/// @param notes a sentence for each choice
/// @param sizes a sentence for each tier that the users make larger
record Design(
    Blueprint blueprint,
    BaseChoice base,
    Requirements requirements,
    List<String> notes,
    List<String> sizes) {

  private static final BigDecimal SMALLEST_FACTOR = new BigDecimal("0.1");
  private static final BigDecimal LARGEST_FACTOR = BigDecimal.valueOf(20);
  private static final int MOST_OF_WORDS = 160;

  MonthlyCost cost() {
    return CostEstimator.estimate(blueprint);
  }

  /// @param subject to start from; one that is not valid is passed over
  /// @return empty where there is nothing to start from
  static Optional<Design> of(Turn turn, Optional<Blueprint> subject, Templates templates) {
    return subject
        .filter(Design::isValid)
        .map(Design::given)
        .or(() -> BaseChoice.of(turn.texts(), turn.requirements(), templates))
        .map(base -> of(turn, base, templates));
  }

  private static BaseChoice given(Blueprint subject) {
    Template template =
        new Template(
            subject.metadataText("template").orElse(subject.name()),
            subject.metadataText("display_name").orElse(subject.name()),
            Category.of(subject.metadata().get("category")).orElse(Category.WEB),
            Complexity.of(subject.metadata().get("complexity")).orElse(Complexity.MEDIUM),
            CostEstimator.estimate(subject).toString(),
            subject);
    return new BaseChoice(template, "given");
  }

  private static Design of(Turn turn, BaseChoice base, Templates templates) {
    Requirements requirements = turn.requirements();
    List<String> notes = new ArrayList<>();
    List<String> sizes = new ArrayList<>();
    Blueprint scaled = scaled(base.template(), requirements, notes);
    List<Resource> assembled =
        new Assembly(scaled.resources(), requirements, templates, notes).assemble();
    List<Resource> adjusted = new Adjustment(assembled, requirements, notes, sizes).adjust();
    Thrift thrift = Thrift.of(scaled.withResources(adjusted), requirements);
    notes.addAll(thrift.notes());
    Blueprint designed = labelled(thrift.blueprint(), turn, base.template());
    return isValid(designed)
        ? new Design(designed, base, requirements, notes, sizes)
        : unchanged(turn, base);
  }

  /// A user's own template may have what no rule foresees; as it was, it is valid.
  private static Design unchanged(Turn turn, BaseChoice base) {
    Blueprint blueprint = labelled(base.template().blueprint(), turn, base.template());
    return new Design(
        blueprint, base, turn.requirements(), List.of(Prose.say("design.unchanged")), List.of());
  }

  private static Blueprint scaled(
      Template template, Requirements requirements, List<String> notes) {
    if (requirements.scaleFactor().isEmpty()) {
      return template.blueprint();
    }
    BigDecimal factor = requirements.scaleFactor().get().max(SMALLEST_FACTOR).min(LARGEST_FACTOR);
    notes.add(Prose.say("design.scaled", Map.of("factor", factor.toPlainString())));
    return new Customization(Optional.empty(), Optional.empty(), factor).applyTo(template);
  }

  private static Blueprint labelled(Blueprint blueprint, Turn turn, Template base) {
    String words = PlainText.of(turn.words(), MOST_OF_WORDS);
    String key = words.isEmpty() ? "design.description_without_words" : "design.description";
    return new Blueprint(
        Blueprint.VERSION,
        isOwn(base) ? base.blueprint().name() : BlueprintName.of(turn.words(), base.id()),
        isOwn(base)
            ? base.blueprint().description()
            : Prose.say(key, Map.of("base", base.name(), "words", words)),
        blueprint.resources(),
        metadata(blueprint, turn.requirements(), base));
  }

  /// A blueprint that has a name of its own already, and keeps it when it is changed.
  private static boolean isOwn(Template base) {
    return !base.blueprint().name().equals(base.id());
  }

  private static Map<String, Object> metadata(
      Blueprint blueprint, Requirements requirements, Template base) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("template", base.id());
    metadata.put("category", base.category().id());
    metadata.put("complexity", base.complexity().id());
    metadata.put("generated_by", BuiltinProvider.MODEL);
    metadata.put("estimated_cost", CostEstimator.estimate(blueprint).toString());
    if (!requirements.isEmpty()) {
      metadata.put("requirements", requirements.toMap());
    }
    return metadata;
  }

  private static boolean isValid(Blueprint blueprint) {
    return BlueprintValidator.validate(blueprint).stream().noneMatch(Violation::isError);
  }
}
