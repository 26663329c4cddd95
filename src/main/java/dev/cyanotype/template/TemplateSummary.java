package dev.cyanotype.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.template.TemplateLibrary.Hit;

/// A template in a list of templates.
///
/// @param score how well a search found it; null in a list that nobody searched for
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateSummary(
    String id,
    String name,
    Category category,
    String description,
    Complexity complexity,
    @JsonProperty("estimated_cost") String estimatedCost,
    Double score) {

  static TemplateSummary of(Template template) {
    return of(template, null);
  }

  static TemplateSummary of(Hit hit) {
    return of(hit.template(), Math.round(hit.score() * 1000) / 1000.0);
  }

  private static TemplateSummary of(Template template, Double score) {
    return new TemplateSummary(
        template.id(),
        template.name(),
        template.category(),
        template.description(),
        template.complexity(),
        template.estimatedCost(),
        score);
  }
}
