package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.cost.CostEstimator;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a user wants different from a template.
///
/// @param name of the new blueprint; its caller checks that it is a valid one
/// @param scaleFactor more than 0, at most 100
public record Customization(
    Optional<String> name, Optional<String> description, BigDecimal scaleFactor) {

  public Customization {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(scaleFactor, "scaleFactor");
  }

  /// A blueprint of its own; the template stays as it is. Its metadata keeps what the template says
  /// of itself and adds what was done to it and what a month of the result costs.
  ///
  /// @throws IllegalArgumentException where the scale factor is out of its bounds
  public Blueprint applyTo(Template template) {
    Blueprint original = template.blueprint();
    Blueprint customized =
        Scaling.scale(original, scaleFactor)
            .withName(name.orElse(original.name()))
            .withDescription(description.orElse(original.description()));
    return customized.withMetadata(provenance(template, customized));
  }

  private Map<String, Object> provenance(Template template, Blueprint customized) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("customized", true);
    provenance.put("base_template", template.id());
    provenance.put("scale_factor", PlainNumber.of(scaleFactor));
    provenance.put("estimated_cost", CostEstimator.estimate(customized).toString());
    return provenance;
  }
}
