package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The containers of one resource, taken together.
final class ActualContainers {

  private ActualContainers() {}

  /// @param containers at least one
  static ActualResource of(List<ContainerState> containers) {
    List<ContainerState> sorted =
        containers.stream()
            .sorted(
                Comparator.comparingInt((ContainerState one) -> one.labels().replica())
                    .thenComparing(ContainerState::name))
            .toList();
    Labels labels = sorted.getFirst().labels();
    return labels.actual(
        sorted.stream().map(ContainerState::id).toList(), settings(sorted), state(sorted));
  }

  /// Those of all, with each value that one of them has.
  private static Map<String, String> settings(List<ContainerState> containers) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (ContainerState container : containers) {
      container
          .settings()
          .forEach(
              (key, value) -> values.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    values.forEach((key, all) -> settings.put(key, String.join(" or ", all)));
    settings.put(DockerPart.REPLICAS, Long.toString(count(containers)));
    return settings;
  }

  private static long count(List<ContainerState> containers) {
    return containers.stream().map(one -> one.labels().replica()).distinct().count();
  }

  private static State state(List<ContainerState> containers) {
    if (containers.stream().anyMatch(ContainerState::isUnhealthy)) {
      return State.UNHEALTHY;
    }
    if (containers.stream().anyMatch(one -> !one.isUp())) {
      return State.STOPPED;
    }
    int wanted =
        containers.stream().mapToInt(one -> replicas(one.labels().settings())).max().orElse(1);
    return count(containers) < wanted ? State.INCOMPLETE : State.RUNNING;
  }

  /// As settings say; 1 where they do not.
  static int replicas(Map<String, String> settings) {
    String replicas = settings.getOrDefault(DockerPart.REPLICAS, "1");
    return replicas.matches("\\d{1,6}") ? Integer.parseInt(replicas) : 1;
  }
}
