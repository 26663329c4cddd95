package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import java.util.Objects;

/// A blueprint of the library, with what the list of templates says of it.
///
/// @param id lower-case words joined by `-`, the file's name without `.yaml`
/// @param name for people to read
/// @param estimatedCost of a month, as `$100-200/month`
public record Template(
    String id,
    String name,
    Category category,
    Complexity complexity,
    String estimatedCost,
    Blueprint blueprint) {

  public Template {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(complexity, "complexity");
    Objects.requireNonNull(estimatedCost, "estimatedCost");
    Objects.requireNonNull(blueprint, "blueprint");
  }

  public String description() {
    return blueprint.description();
  }
}
