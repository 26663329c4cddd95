package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What became of a YAML text that should be a template.
///
/// Such a text is a blueprint whose `metadata` names its `category`, and may name its `complexity`
/// (else `medium`) and a `display_name` (else the id in words).
sealed interface TemplateReading {

  record Accepted(Template template) implements TemplateReading {}

  /// @param line counted from 1; null where the whole text is meant
  record Refused(Integer line, String reason) implements TemplateReading {}

  static TemplateReading of(String id, String yaml) {
    CheckedBlueprint checked = CheckedBlueprint.fromYaml(yaml);
    return checked
        .blueprint()
        .map(blueprint -> of(id, yaml, blueprint))
        .orElseGet(() -> refused(checked.errors()));
  }

  private static TemplateReading of(String id, String yaml, Blueprint blueprint) {
    Optional<Category> category = Category.of(blueprint.metadata().get("category"));
    Object complexityId = blueprint.metadata().getOrDefault("complexity", Complexity.MEDIUM.id());
    Optional<Complexity> complexity = Complexity.of(complexityId);
    if (category.isEmpty()) {
      return refused(yaml, "category", ids(Arrays.stream(Category.values()).map(Category::id)));
    }
    if (complexity.isEmpty()) {
      return refused(
          yaml, "complexity", ids(Arrays.stream(Complexity.values()).map(Complexity::id)));
    }
    return new Accepted(template(id, blueprint, category.get(), complexity.get()));
  }

  private static Template template(
      String id, Blueprint blueprint, Category category, Complexity complexity) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("template", id);
    metadata.put("category", category.id());
    metadata.put("complexity", complexity.id());
    return new Template(
        id,
        blueprint.metadataText("display_name").orElseGet(() -> inWords(id)),
        category,
        complexity,
        CostEstimator.estimate(blueprint).toString(),
        blueprint.withMetadata(metadata));
  }

  private static Refused refused(List<Violation> errors) {
    Violation first = errors.getFirst();
    String place = first.pointer().isEmpty() ? "" : first.pointer() + " ";
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return new Refused(first.line(), place + first.message() + more);
  }

  private static Refused refused(String yaml, String key, String allowed) {
    String pointer = "/metadata/" + key;
    Integer line = YamlDocument.parse(yaml).line(pointer);
    return new Refused(line, pointer + " must be one of " + allowed);
  }

  private static String ids(Stream<String> ids) {
    return ids.collect(Collectors.joining(", "));
  }

  /// `my-web-app` as `My Web App`.
  private static String inWords(String id) {
    return Arrays.stream(id.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining(" "));
  }
}
