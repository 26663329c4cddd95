package dev.cyanotype.blueprint.given;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.util.List;
import java.util.Map;

/// Blueprints in requests: bare, or in the wrapper in which the library hands out a template.
public final class GivenBlueprint {

  private GivenBlueprint() {}

  /// @param body a blueprint, or an object with it as `blueprint`
  public static Blueprint of(Map<String, Object> body) {
    if (body == null) {
      throw ProblemException.badRequest("The body must be a blueprint as a JSON object.");
    }
    return body.get("blueprint") == null
        ? read(body, "")
        : read(body.get("blueprint"), "/blueprint");
  }

  private static Blueprint read(Object tree, String pointer) {
    CheckedBlueprint checked = CheckedBlueprint.fromTree(tree);
    return checked
        .blueprint()
        .orElseThrow(() -> ProblemException.unprocessable(errors(checked, pointer)));
  }

  private static List<FieldError> errors(CheckedBlueprint checked, String pointer) {
    return checked.errors().stream()
        .map(error -> new FieldError(pointer + error.pointer(), error.message()))
        .toList();
  }
}
