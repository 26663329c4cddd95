package dev.cyanotype.template;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// All templates that can be had now: the ten bundled ones and the users' own.
@ApplicationScoped
public class TemplateLibrary {

  /// A template that a search found.
  ///
  /// @param score above 0; higher is better, comparable within one search only
  public record Hit(Template template, double score) {}

  /// The bundled templates in the documented order, then the users' own by id.
  public List<Template> all() {
    return List.of();
  }

  public Optional<Template> find(String id) {
    return all().stream().filter(template -> template.id().equals(id)).findFirst();
  }

  /// The templates that fit `query`, best first; none for a query without a known word.
  ///
  /// @param limit at least 1
  public List<Hit> search(String query, int limit) {
    return List.of();
  }
}
