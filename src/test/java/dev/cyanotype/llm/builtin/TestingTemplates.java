package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.template.Category;
import dev.cyanotype.template.Complexity;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The ten bundled blueprints, found by the words in their ids.
final class TestingTemplates implements Templates {

  private static final List<Template> BUNDLED =
      BundledYaml.IDS.stream().map(TestingTemplates::read).toList();

  private final List<Template> templates;

  TestingTemplates() {
    this(BUNDLED);
  }

  TestingTemplates(List<Template> templates) {
    this.templates = List.copyOf(templates);
  }

  @Override
  public List<Template> all() {
    return templates;
  }

  @Override
  public List<TemplateLibrary.Hit> search(String query, int limit) {
    List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\W+"));
    return templates.stream()
        .filter(template -> Stream.of(template.id().split("-")).anyMatch(words::contains))
        .limit(limit)
        .map(template -> new TemplateLibrary.Hit(template, 1))
        .toList();
  }

  static Template template(Blueprint blueprint) {
    return new Template(
        blueprint.name(),
        blueprint.metadataText("display_name").orElse(blueprint.name()),
        Category.of(blueprint.metadata().get("category")).orElse(Category.WEB),
        Complexity.of(blueprint.metadata().get("complexity")).orElse(Complexity.SIMPLE),
        "$1-2/month",
        blueprint);
  }

  private static Template read(String id) {
    return template(CheckedBlueprint.fromYaml(BundledYaml.text(id)).blueprint().orElseThrow());
  }
}
