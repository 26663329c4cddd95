package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Violation;
import java.util.List;

/// What is to be said of a blueprint that someone sent.
///
/// @param valid true where there is no error
/// @param errors at most 100
/// @param warnings at most 100
public record ValidationReport(boolean valid, List<Violation> errors, List<Violation> warnings) {

  public ValidationReport {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  static ValidationReport of(BlueprintBody body) {
    return new ValidationReport(body.errors().isEmpty(), body.errors(), body.warnings());
  }
}
