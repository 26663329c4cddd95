package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether every dependency is there, once, and leads to no cycle.
final class DependencyCheck {

  /// A resource on the way from the start to where the search is, and which of its dependencies is
  /// looked at.
  private static final class Step {
    private final int resource;
    private int dependency = -1;

    Step(int resource) {
      this.resource = resource;
    }
  }

  private final List<Resource> resources;
  private final Map<String, Integer> byName = new HashMap<>();
  private final Violations violations;
  private final Set<Integer> done = new HashSet<>();
  private final Set<Integer> onPath = new HashSet<>();
  private final List<Step> path = new ArrayList<>();

  private DependencyCheck(Blueprint blueprint, Violations violations) {
    this.resources = blueprint.resources();
    this.violations = violations;
    for (int i = 0; i < resources.size(); i++) {
      byName.putIfAbsent(resources.get(i).name(), i);
    }
  }

  static void check(Blueprint blueprint, Violations violations) {
    DependencyCheck check = new DependencyCheck(blueprint, violations);
    for (int i = 0; i < blueprint.resources().size(); i++) {
      check.eachOf(i);
    }
    check.findCycle();
  }

  private void eachOf(int resource) {
    Set<String> seen = new HashSet<>();
    List<String> dependencies = resources.get(resource).dependencies();
    for (int d = 0; d < dependencies.size(); d++) {
      String name = dependencies.get(d);
      String pointer = pointer(resource, d);
      if (name.equals(resources.get(resource).name())) {
        violations.add(
            Violation.error(Rule.SELF_DEPENDENCY, pointer, "a resource cannot wait for itself"));
      } else if (!byName.containsKey(name)) {
        violations.add(
            Violation.error(
                Rule.DEPENDENCY_EXISTS,
                pointer,
                "'" + name + "' is not a resource of this blueprint"));
      } else if (!seen.add(name)) {
        violations.add(
            Violation.warning(Rule.DUPLICATE_DEPENDENCY, pointer, "'" + name + "' is there twice"));
      }
    }
  }

  /// Depth first with a path of its own, so that a chain of 500 resources costs no deep recursion.
  private void findCycle() {
    for (int start = 0; start < resources.size(); start++) {
      if (!done.contains(start)) {
        enter(start);
      }
      while (!path.isEmpty()) {
        if (closesACycle()) {
          return;
        }
      }
    }
  }

  private void enter(int resource) {
    path.addLast(new Step(resource));
    onPath.add(resource);
  }

  /// Goes one dependency on, or back where there is none left.
  private boolean closesACycle() {
    Step step = path.getLast();
    List<String> dependencies = resources.get(step.resource).dependencies();
    if (++step.dependency == dependencies.size()) {
      path.removeLast();
      onPath.remove(step.resource);
      done.add(step.resource);
      return false;
    }
    Integer next = byName.get(dependencies.get(step.dependency));
    if (next == null || next == step.resource || done.contains(next)) {
      return false;
    }
    if (onPath.contains(next)) {
      tell(step, next);
      return true;
    }
    enter(next);
    return false;
  }

  private void tell(Step last, int first) {
    StringBuilder cycle = new StringBuilder();
    boolean inside = false;
    for (Step step : path) {
      inside |= step.resource == first;
      if (inside) {
        cycle.append(resources.get(step.resource).name()).append(" -> ");
      }
    }
    violations.add(
        Violation.error(
            Rule.DEPENDENCY_CYCLE,
            pointer(last.resource, last.dependency),
            "dependencies form a cycle: " + cycle + resources.get(first).name()));
  }

  private static String pointer(int resource, int dependency) {
    return "/resources/" + resource + "/dependencies/" + dependency;
  }
}
