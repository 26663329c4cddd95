package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What must hold of a blueprint beyond its structure: names, dependencies, quantities, ports.
public final class BlueprintValidator {

  public static final int MAX_RESOURCES = 500;
  public static final int MAX_NAME_LENGTH = 63;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Set<String> COUNTS =
      Set.of("cpu", "replicas", "nodes", "min_replicas", "max_replicas", "shards", "brokers");

  private BlueprintValidator() {}

  public static List<Violation> validate(Blueprint blueprint) {
    Violations violations = new Violations();
    checkName(blueprint.name(), "/name", violations);
    checkNumberOfResources(blueprint, violations);
    checkUniqueNames(blueprint, violations);
    checkDependencies(blueprint, violations);
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      checkName(resource.name(), "/resources/" + i + "/name", violations);
      checkSpecs(resource.specs(), "/resources/" + i + "/specs", violations);
    }
    return violations.toList();
  }

  private static void checkName(String name, String pointer, Violations violations) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      violations.add(
          Violation.error(
              "name",
              pointer,
              "must be letters, digits, '-', '.' and '_', "
                  + ("at most " + MAX_NAME_LENGTH)
                  + ", starting and ending with a letter or digit"));
    }
  }

  private static void checkNumberOfResources(Blueprint blueprint, Violations violations) {
    int size = blueprint.resources().size();
    if (size == 0) {
      violations.add(Violation.error("resources", "/resources", "must have at least one resource"));
    } else if (size > MAX_RESOURCES) {
      violations.add(
          Violation.error(
              "resources", "/resources", "has " + size + " resources, at most " + MAX_RESOURCES));
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
                "unique-name",
                "/resources/" + i + "/name",
                "'" + name + "' is the name of resource " + earlier + " already"));
      }
    }
  }

  private static void checkDependencies(Blueprint blueprint, Violations violations) {
    Map<String, Resource> byName = new HashMap<>();
    blueprint.resources().forEach(resource -> byName.putIfAbsent(resource.name(), resource));
    for (int i = 0; i < blueprint.resources().size(); i++) {
      List<String> dependencies = blueprint.resources().get(i).dependencies();
      for (int d = 0; d < dependencies.size(); d++) {
        if (!byName.containsKey(dependencies.get(d))) {
          violations.add(
              Violation.error(
                  "dependency-exists",
                  "/resources/" + i + "/dependencies/" + d,
                  "'" + dependencies.get(d) + "' is not a resource of this blueprint"));
        }
      }
    }
    findCycle(blueprint, byName)
        .ifPresent(
            cycle ->
                violations.add(
                    Violation.error(
                        "dependency-cycle",
                        "/resources",
                        "dependencies form a cycle: " + String.join(" → ", cycle))));
  }

  /// Depth first with its own stack, so that a chain of 500 resources costs no deep recursion.
  private static java.util.Optional<List<String>> findCycle(
      Blueprint blueprint, Map<String, Resource> byName) {
    Set<String> done = new HashSet<>();
    for (Resource start : blueprint.resources()) {
      Deque<String> path = new ArrayDeque<>();
      Set<String> onPath = new HashSet<>();
      Deque<java.util.Iterator<String>> pending = new ArrayDeque<>();
      if (!done.contains(start.name())) {
        path.addLast(start.name());
        onPath.add(start.name());
        pending.push(start.dependencies().iterator());
      }
      while (!pending.isEmpty()) {
        if (!pending.peek().hasNext()) {
          pending.pop();
          String finished = path.removeLast();
          onPath.remove(finished);
          done.add(finished);
          continue;
        }
        String next = pending.peek().next();
        if (onPath.contains(next)) {
          List<String> cycle = new ArrayList<>(path);
          cycle = cycle.subList(cycle.indexOf(next), cycle.size());
          cycle.add(next);
          return java.util.Optional.of(cycle);
        }
        if (byName.containsKey(next) && !done.contains(next)) {
          path.addLast(next);
          onPath.add(next);
          pending.push(byName.get(next).dependencies().iterator());
        }
      }
    }
    return java.util.Optional.empty();
  }

  private static void checkSpecs(Map<String, Object> specs, String pointer, Violations violations) {
    specs.forEach(
        (key, value) -> {
          String place = pointer + "/" + JsonPointers.escape(key);
          switch (value) {
            case Map<?, ?> map -> checkSpecs(asSpecs(map), place, violations);
            case List<?> list -> checkList(key, list, place, violations);
            default -> checkValue(key, value, place, violations);
          }
        });
  }

  private static void checkList(String key, List<?> list, String pointer, Violations violations) {
    for (int i = 0; i < list.size(); i++) {
      switch (list.get(i)) {
        case Map<?, ?> map -> checkSpecs(asSpecs(map), pointer + "/" + i, violations);
        case Number number when key.equals("ports") ->
            checkValue("port", number, pointer + "/" + i, violations);
        default -> {}
      }
    }
  }

  private static void checkValue(String key, Object value, String pointer, Violations violations) {
    if (key.equals("port") && value instanceof Number number) {
      if (!isPort(number.doubleValue())) {
        violations.add(
            Violation.error(
                "port", pointer, "must be a whole number from 1 to 65535, not " + number));
      }
    } else if (COUNTS.contains(key) && value instanceof Number number) {
      if (number.doubleValue() <= 0) {
        violations.add(Violation.error("count", pointer, "must be more than 0, not " + number));
      }
    } else if (Quantity.KEYS.contains(key)
        && value instanceof String text
        && startsWithDigit(text)
        && Quantity.parse(text).isEmpty()) {
      violations.add(
          Violation.error(
              "quantity", pointer, "'" + text + "' is not an amount with a unit, such as '8GB'"));
    }
  }

  private static boolean isPort(double number) {
    return number >= 1 && number <= 65535 && number == Math.rint(number);
  }

  private static boolean startsWithDigit(String text) {
    return !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-');
  }

  @SuppressWarnings("unchecked") // a Blueprint's trees have string keys
  private static Map<String, Object> asSpecs(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
