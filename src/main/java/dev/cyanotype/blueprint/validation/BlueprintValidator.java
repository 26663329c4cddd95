package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What must hold of a blueprint beyond its structure: names, dependencies, references, sizes,
/// ports. The rules are [Rule]s.
public final class BlueprintValidator {

  public static final int MAX_RESOURCES = 500;
  public static final int MAX_NAME_LENGTH = 63;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  private BlueprintValidator() {}

  public static List<Violation> validate(Blueprint blueprint) {
    Violations violations = new Violations();
    checkName(blueprint.name(), "/name", violations);
    checkNumberOfResources(blueprint, violations);
    checkUniqueNames(blueprint, violations);
    DependencyCheck.check(blueprint, violations);
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      checkName(resource.name(), "/resources/" + i + "/name", violations);
      SpecsCheck.check(resource.specs(), "/resources/" + i + "/specs", violations);
    }
    References.check(blueprint, violations);
    ProviderSupport.check(blueprint, violations);
    PortClashes.check(blueprint, violations);
    UnusedStorage.check(blueprint, violations);
    return violations.toList();
  }

  private static void checkName(String name, String pointer, Violations violations) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      violations.add(
          Violation.error(
              Rule.NAME,
              pointer,
              "must be letters, digits, '-', '.' and '_', "
                  + ("at most " + MAX_NAME_LENGTH)
                  + ", starting and ending with a letter or digit"));
    }
  }

  private static void checkNumberOfResources(Blueprint blueprint, Violations violations) {
    int size = blueprint.resources().size();
    if (size == 0) {
      violations.add(
          Violation.error(Rule.RESOURCES, "/resources", "must have at least one resource"));
    } else if (size > MAX_RESOURCES) {
      violations.add(
          Violation.error(
              Rule.RESOURCES,
              "/resources",
              "has " + size + " resources, at most " + MAX_RESOURCES));
    }
  }

  private static void checkUniqueNames(Blueprint blueprint, Violations violations) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < blueprint.resources().size(); i++) {
      String name = blueprint.resources().get(i).name();
      Integer earlier = first.putIfAbsent(name, i);
      if (earlier != null) {
        violations.add(
            Violation.error(
                Rule.UNIQUE_NAME,
                "/resources/" + i + "/name",
                "'" + name + "' is the name of resource " + earlier + " already"));
      }
    }
  }
}
