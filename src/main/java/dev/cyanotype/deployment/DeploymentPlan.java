package dev.cyanotype.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What makes the actual state of a blueprint the wanted one.
///
/// Each step waits for those of the resources that its own depends on. Deletions wait for all that
/// is made and changed, so that nothing is taken away which the new is not there for, and then for
/// what depends on them.
///
/// @param steps in an order in which they could be done one by one
/// @param warnings what the engine cannot express
public record DeploymentPlan(List<PlanStep> steps, List<String> warnings) {

  public DeploymentPlan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /// Asks the engine for both states.
  ///
  /// @throws EngineException of [Engine#wanted] or [Engine#actual]
  static DeploymentPlan of(Engine engine, Target target) {
    return of(engine, Wanted.of(engine, target), engine.actual(target.blueprintId()));
  }

  static DeploymentPlan of(Engine engine, Wanted wanted, List<ActualResource> actual) {
    return of(wanted, actual, engine::canChangeInPlace);
  }

  static DeploymentPlan of(Wanted wanted, List<ActualResource> actual, InPlace inPlace) {
    return new DeploymentPlan(new Drawing(wanted, actual, inPlace).steps(), wanted.warnings());
  }

  /// As [Engine#canChangeInPlace].
  @FunctionalInterface
  interface InPlace {
    boolean isPossible(WantedResource wanted, ActualResource actual);
  }

  /// How many resources each action is for.
  public Map<Action, Long> summary() {
    Map<Action, Long> counts = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      counts.put(action, steps.stream().filter(step -> step.action() == action).count());
    }
    return counts;
  }

  public boolean changesSomething() {
    return steps.stream().anyMatch(PlanStep::changesSomething);
  }

  Optional<PlanStep> step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  /// This plan for some of its resources; the others stay as they are.
  DeploymentPlan only(Predicate<PlanStep> kept) {
    return new DeploymentPlan(steps.stream().filter(kept).toList(), warnings);
  }

  private static final class Drawing {

    private final Map<String, WantedResource> wanted;
    private final Map<String, ActualResource> actual;
    private final InPlace inPlace;
    private final Map<String, PlanStep> drawn = new LinkedHashMap<>();

    Drawing(Wanted wanted, List<ActualResource> actual, InPlace inPlace) {
      this.wanted = byName(wanted.resources(), WantedResource::name);
      this.actual = byName(actual, ActualResource::name);
      this.inPlace = inPlace;
    }

    private static <T> Map<String, T> byName(List<T> resources, Function<T, String> name) {
      Map<String, T> named = new LinkedHashMap<>();
      resources.forEach(resource -> named.put(name.apply(resource), resource));
      return named;
    }

    List<PlanStep> steps() {
      dependenciesFirst(wanted.keySet(), name -> wanted.get(name).dependencies())
          .forEach(name -> drawn.put(name, made(wanted.get(name))));
      List<String> making =
          drawn.values().stream().filter(PlanStep::changesSomething).map(PlanStep::name).toList();
      List<String> gone =
          actual.keySet().stream().filter(name -> !wanted.containsKey(name)).toList();
      dependenciesFirst(gone, name -> actual.get(name).dependencies())
          .reversed()
          .forEach(name -> drawn.put(name, deleted(actual.get(name), making)));
      return List.copyOf(drawn.values());
    }

    private PlanStep made(WantedResource resource) {
      ActualResource there = actual.get(resource.name());
      List<Change> changes = there == null ? List.of() : Change.between(there, resource).toList();
      List<String> after = resource.dependencies().stream().filter(drawn::containsKey).toList();
      return new PlanStep(
          resource.name(),
          resource.type(),
          action(resource, there, changes),
          stageAfter(after),
          after,
          changes,
          resource,
          there);
    }

    private Action action(WantedResource resource, ActualResource there, List<Change> changes) {
      if (there == null) {
        return Action.CREATE;
      }
      if (changes.isEmpty()) {
        return Action.UNCHANGED;
      }
      return there.type() == resource.type() && inPlace.isPossible(resource, there)
          ? Action.UPDATE
          : Action.REPLACE;
    }

    private PlanStep deleted(ActualResource there, List<String> making) {
      List<String> after = new ArrayList<>(making);
      drawn.values().stream()
          .filter(step -> step.action() == Action.DELETE)
          .filter(step -> step.actual().dependencies().contains(there.name()))
          .map(PlanStep::name)
          .forEach(after::add);
      return new PlanStep(
          there.name(),
          there.type(),
          Action.DELETE,
          stageAfter(after),
          after,
          List.of(),
          null,
          there);
    }

    private int stageAfter(List<String> after) {
      return 1 + after.stream().mapToInt(name -> drawn.get(name).stage()).max().orElse(0);
    }

    /// Names that are not among `names` are passed over, and so is what closes a cycle: what is
    /// deployed may have one, where half of a change was made.
    private static List<String> dependenciesFirst(
        Collection<String> names, Function<String, List<String>> dependencies) {
      Map<String, Boolean> seen = new HashMap<>();
      List<String> ordered = new ArrayList<>();
      names.forEach(name -> seen.put(name, false));
      names.forEach(name -> visit(name, dependencies, seen, ordered));
      return ordered;
    }

    /// Blueprints are at most 500 resources deep.
    private static void visit(
        String name,
        Function<String, List<String>> dependencies,
        Map<String, Boolean> seen,
        List<String> ordered) {
      if (Boolean.FALSE.equals(seen.replace(name, true))) {
        dependencies.apply(name).forEach(next -> visit(next, dependencies, seen, ordered));
        ordered.add(name);
      }
    }
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step -> step.action().id() + " " + step.name())
        .collect(Collectors.joining(", "));
  }
}
