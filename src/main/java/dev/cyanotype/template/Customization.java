package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/// What a user wants different from a template.
///
/// @param scaleFactor more than 0, at most 100
public record Customization(
    Optional<String> name, Optional<String> description, BigDecimal scaleFactor) {

  public Customization {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(scaleFactor, "scaleFactor");
  }

  /// A blueprint of its own; the template stays as it is.
  public Blueprint applyTo(Template template) {
    return template.blueprint();
  }
}
