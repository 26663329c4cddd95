package dev.cyanotype.template;

import static java.lang.Boolean.FALSE;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.template.TemplateLibrary.Hit;
import dev.cyanotype.template.search.SearchIndex;
import dev.cyanotype.template.search.SearchIndex.Entry;
import dev.cyanotype.template.search.SearchIndex.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds templates by what they are called, what they are for and what they are made of.
final class TemplateSearch {

  /// Keys of `specs` that say what a resource can do, where they are not off.
  private static final List<String> ABILITIES =
      List.of("autoscaling", "backup", "encrypted", "gpu", "replicas", "tls");

  private final SearchIndex<Template> index;

  TemplateSearch(List<Template> templates) {
    index = new SearchIndex<>(templates.stream().map(TemplateSearch::entry).toList());
  }

  /// @param limit at least 1
  List<Hit> search(String query, int limit) {
    return index.search(query, limit).stream()
        .map(match -> new Hit(match.thing(), match.score()))
        .toList();
  }

  private static Entry<Template> entry(Template template) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(4, template.id()));
    fields.add(new Field(4, template.name()));
    fields.add(new Field(8, template.category().id()));
    fields.add(new Field(2, template.description()));
    fields.add(new Field(1, template.complexity().id()));
    template.blueprint().resources().forEach(resource -> addFields(resource, fields));
    return new Entry<>(template, fields);
  }

  private static void addFields(Resource resource, List<Field> fields) {
    fields.add(new Field(1, resource.name()));
    fields.add(new Field(0.3, resource.type().id()));
    addTexts(resource.specs().get("role"), 1, fields);
    addTexts(resource.specs().get("technology"), 2, fields);
    addTexts(resource.specs().get("plugins"), 0.5, fields);
    ABILITIES.stream()
        .filter(key -> !FALSE.equals(resource.specs().getOrDefault(key, FALSE)))
        .forEach(key -> fields.add(new Field(0.5, key)));
    if (resource.specs().get("image") instanceof String image) {
      fields.add(new Field(0.5, product(image)));
    }
  }

  private static void addTexts(Object value, double weight, List<Field> fields) {
    switch (value) {
      case String text -> fields.add(new Field(weight, text));
      case List<?> texts -> texts.forEach(text -> addTexts(text, weight, fields));
      case Map<?, ?> named -> addTexts(named.get("name"), weight, fields);
      case null, default -> {}
    }
  }

  /// An image's name without its registry, tag and digest: `grafana/loki` of
  /// `docker.io/grafana/loki:3.4`.
  private static String product(String image) {
    String[] parts = image.replaceFirst("@.*", "").split("/");
    String last = parts[parts.length - 1].replaceFirst(":.*", "");
    boolean hasOwner = parts.length > 1 && !parts[parts.length - 2].matches(".*[.:].*");
    return hasOwner ? parts[parts.length - 2] + " " + last : last;
  }
}
