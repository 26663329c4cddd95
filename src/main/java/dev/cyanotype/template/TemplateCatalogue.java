package dev.cyanotype.template;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The templates of one moment with everything that is derived from them, so that a reader never
/// sees a list and an index that do not fit each other.
final class TemplateCatalogue {

  private final List<Template> all;
  private final Map<String, Template> byId;
  private final String listed;
  private final TemplateSearch search;

  /// @param all each with an id of its own
  TemplateCatalogue(List<Template> all) {
    this.all = List.copyOf(all);
    this.byId =
        this.all.stream().collect(Collectors.toUnmodifiableMap(Template::id, Function.identity()));
    this.listed =
        this.all.stream()
            .map(template -> "- " + template.id() + ": " + template.description())
            .collect(Collectors.joining("\n"));
    this.search = new TemplateSearch(this.all);
  }

  List<Template> all() {
    return all;
  }

  Map<String, Template> byId() {
    return byId;
  }

  String listed() {
    return listed;
  }

  TemplateSearch search() {
    return search;
  }
}
