package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Takes resources out of a blueprint, and with them what nothing needs any more.
///
/// @param rest what is left; nothing in it depends on or names what is gone
/// @param removed names, in the order of the blueprint
record Pruning(List<Resource> rest, List<String> removed) {

  /// @return empty where nothing would be left that runs
  static Optional<Pruning> of(List<Resource> resources, Predicate<Resource> refused) {
    Set<String> gone =
        resources.stream()
            .filter(refused)
            .map(Resource::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    boolean wasEmpty = gone.isEmpty();
    while (!wasEmpty && gone.addAll(orphans(resources, gone))) {
      // what an orphan alone needed is one too
    }
    List<Resource> rest = rest(resources, gone);
    boolean runs =
        rest.stream()
            .anyMatch(r -> r.type() != ResourceType.NETWORK && r.type() != ResourceType.STORAGE);
    List<String> removed = resources.stream().map(Resource::name).filter(gone::contains).toList();
    return runs ? Optional.of(new Pruning(rest, removed)) : Optional.empty();
  }

  private static Set<String> orphans(List<Resource> resources, Set<String> gone) {
    Map<String, Integer> users = new HashMap<>();
    Set<String> lostUser = new HashSet<>();
    for (Resource resource : resources) {
      for (String dependency : resource.dependencies()) {
        if (gone.contains(resource.name())) {
          lostUser.add(dependency);
        } else {
          users.merge(dependency, 1, Integer::sum);
        }
      }
    }
    return resources.stream()
        .filter(resource -> !gone.contains(resource.name()) && !users.containsKey(resource.name()))
        .filter(resource -> isOrphan(resource, resources, gone, lostUser))
        .map(Resource::name)
        .collect(Collectors.toSet());
  }

  private static boolean isOrphan(
      Resource resource, List<Resource> resources, Set<String> gone, Set<String> lostUser) {
    if (resource.type() == ResourceType.STORAGE) {
      return lostUser.contains(resource.name());
    }
    boolean companion = Parts.COMPANIONS.contains(new Tier(resource).role());
    boolean lostWhatItServes =
        resource.dependencies().stream().anyMatch(gone::contains)
            && resource.dependencies().stream()
                .noneMatch(name -> !gone.contains(name) && isMachine(name, resources));
    return companion && (lostUser.contains(resource.name()) || lostWhatItServes);
  }

  private static boolean isMachine(String name, List<Resource> resources) {
    return resources.stream()
        .anyMatch(resource -> resource.name().equals(name) && new Tier(resource).isMachine());
  }

  private static List<Resource> rest(List<Resource> resources, Set<String> gone) {
    Names names = new Names(Map.of(), gone);
    Map<String, List<String>> needs =
        resources.stream()
            .collect(Collectors.toMap(Resource::name, Resource::dependencies, (first, _) -> first));
    return resources.stream()
        .filter(resource -> !gone.contains(resource.name()))
        .map(resource -> names.in(resource).withDependencies(bridged(resource, needs, gone)))
        .toList();
  }

  /// Who needed what is gone needs what that needed.
  private static List<String> bridged(
      Resource resource, Map<String, List<String>> needs, Set<String> gone) {
    Set<String> bridged = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(resource.dependencies());
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      if (!gone.contains(name)) {
        bridged.add(name);
      } else if (seen.add(name)) {
        open.addAll(needs.getOrDefault(name, List.of()));
      }
    }
    bridged.remove(resource.name());
    return List.copyOf(bridged);
  }
}
