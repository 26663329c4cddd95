package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.Resource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/// Changes that bring a blueprint's monthly total down to a target: always the one that saves the
/// most next, then without those that turn out not to be needed. They are sums, not advice: whether
/// the smaller size still carries the load is not looked at.
///
/// @param totalAfter the monthly total with all of them
record Savings(List<Saving> changes, BigDecimal totalAfter, boolean reachesTarget) {

  private static final int MOST_STEPS = 5_000;

  Savings {
    changes = List.copyOf(changes);
  }

  static Savings to(BigDecimal target, Blueprint blueprint, PriceCatalogue catalogue) {
    Search search = new Search(blueprint, catalogue);
    search.shrink(target);
    search.undoWhatIsNotNeeded(target);
    return new Savings(search.changes(), search.total, search.total.compareTo(target) <= 0);
  }

  /// @param index of the resource
  private record Step(int index, Reduction reduction, BigDecimal saves) {}

  /// A value of a resource.
  private record Place(int index, List<String> path) {
    String pointer() {
      return path.stream()
          .map(JsonPointers::escape)
          .collect(Collectors.joining("/", "/resources/" + index + "/specs/", ""));
    }
  }

  private static final class Search {
    private final PriceCatalogue catalogue;
    private final List<Resource> before;
    private final List<Resource> after;
    private final PriorityQueue<Step> steps =
        new PriorityQueue<>(Comparator.comparing(Step::saves).reversed());
    private final Map<Place, Reduction> taken = new LinkedHashMap<>();
    private BigDecimal total = BigDecimal.ZERO;

    Search(Blueprint blueprint, PriceCatalogue catalogue) {
      this.catalogue = catalogue;
      before = blueprint.resources();
      after = new ArrayList<>(before);
      for (int i = 0; i < after.size(); i++) {
        total = total.add(cost(after.get(i)));
        best(i).ifPresent(steps::add);
      }
    }

    void shrink(BigDecimal target) {
      for (int i = 0; i < MOST_STEPS && total.compareTo(target) > 0 && !steps.isEmpty(); i++) {
        Step step = steps.poll();
        after.set(step.index(), step.reduction().applyTo(after.get(step.index())));
        total = total.subtract(step.saves());
        take(step);
        best(step.index()).ifPresent(steps::add);
      }
    }

    private void take(Step step) {
      taken.merge(
          new Place(step.index(), step.reduction().path()),
          step.reduction(),
          (first, next) -> new Reduction(first.path(), first.from(), next.to()));
    }

    void undoWhatIsNotNeeded(BigDecimal target) {
      for (Map.Entry<Place, Reduction> change : List.copyOf(taken.entrySet()).reversed()) {
        int index = change.getKey().index();
        Resource undone = change.getValue().undoneIn(after.get(index));
        BigDecimal more = cost(undone).subtract(cost(after.get(index)));
        if (total.add(more).compareTo(target) <= 0) {
          after.set(index, undone);
          total = total.add(more);
          taken.remove(change.getKey());
        }
      }
    }

    List<Saving> changes() {
      List<Resource> now = new ArrayList<>(before);
      List<Saving> changes = new ArrayList<>();
      taken.forEach(
          (place, change) -> {
            Resource resource = now.get(place.index());
            Resource smaller = change.applyTo(resource);
            now.set(place.index(), smaller);
            BigDecimal saves = cost(resource).subtract(cost(smaller));
            changes.add(
                new Saving(resource.name(), place.pointer(), change.from(), change.to(), saves));
          });
      return changes;
    }

    private Optional<Step> best(int index) {
      Resource resource = after.get(index);
      BigDecimal cost = cost(resource);
      return Reduction.of(resource).stream()
          .map(one -> new Step(index, one, cost.subtract(cost(one.applyTo(resource)))))
          .filter(step -> step.saves().signum() > 0)
          .max(Comparator.comparing(Step::saves));
    }

    private BigDecimal cost(Resource resource) {
      return CostEstimate.total(resource, catalogue);
    }
  }
}
