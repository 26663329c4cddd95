package dev.cyanotype.llm.builtin;

import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// As much of the [TemplateLibrary] as an answer needs.
interface Templates {

  List<Template> all();

  List<TemplateLibrary.Hit> search(String query, int limit);

  default Optional<Template> find(String id) {
    return all().stream().filter(template -> template.id().equals(id)).findFirst();
  }

  default Set<String> ids() {
    return all().stream().map(Template::id).collect(Collectors.toUnmodifiableSet());
  }

  static Templates of(TemplateLibrary library) {
    return new Templates() {
      @Override
      public List<Template> all() {
        return library.all();
      }

      @Override
      public List<TemplateLibrary.Hit> search(String query, int limit) {
        return library.search(query, limit);
      }
    };
  }
}
