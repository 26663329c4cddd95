package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.YamlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text or tree that was read as a blueprint, and everything that is wrong with it.
///
/// @param blueprint there exactly when no violation is an error
public record CheckedBlueprint(Optional<Blueprint> blueprint, List<Violation> violations) {

  public CheckedBlueprint {
    violations = List.copyOf(violations);
  }

  /// Reads YAML (and JSON, which is YAML); violations carry their lines. Never throws.
  public static CheckedBlueprint fromYaml(String text) {
    try {
      YamlDocument document = YamlDocument.parse(text);
      CheckedBlueprint checked = fromTree(document.tree());
      return new CheckedBlueprint(
          checked.blueprint(),
          checked.violations().stream()
              .map(violation -> violation.at(document.position(violation.pointer())))
              .toList());
    } catch (YamlSyntaxException e) {
      return refused(e.violation());
    }
  }

  public static CheckedBlueprint fromTree(Object tree) {
    BlueprintCodec.Reading<Blueprint> reading = BlueprintCodec.read(tree);
    List<Violation> violations = new ArrayList<>(reading.violations());
    reading.value().map(BlueprintValidator::validate).ifPresent(violations::addAll);
    boolean failed = violations.stream().anyMatch(Violation::isError);
    return new CheckedBlueprint(failed ? Optional.empty() : reading.value(), violations);
  }

  static CheckedBlueprint refused(Violation error) {
    return new CheckedBlueprint(Optional.empty(), List.of(error));
  }

  public List<Violation> errors() {
    return violations.stream().filter(Violation::isError).toList();
  }

  public List<Violation> warnings() {
    return violations.stream().filter(violation -> !violation.isError()).toList();
  }
}
