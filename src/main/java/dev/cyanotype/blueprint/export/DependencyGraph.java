package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Who depends on whom, in numbers.
final class DependencyGraph {

  /// From a resource to what it depends on.
  record Edge(int from, int to) {}

  private DependencyGraph() {}

  static Map<String, Integer> numbers(Blueprint blueprint) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Resource> resources = blueprint.resources();
    IntStream.range(0, resources.size()).forEach(i -> numbers.put(resources.get(i).name(), i));
    return numbers;
  }

  static Stream<Edge> edges(Blueprint blueprint) {
    Map<String, Integer> numbers = numbers(blueprint);
    return blueprint.resources().stream()
        .flatMap(
            resource ->
                resource.dependencies().stream()
                    .filter(numbers::containsKey)
                    .map(to -> new Edge(numbers.get(resource.name()), numbers.get(to))))
        .distinct();
  }

  /// `web-server: nginx`, the role where no product is named.
  static String label(Resource resource) {
    Object product =
        resource.specs().get("technology") instanceof List<?> list && !list.isEmpty()
            ? list.getFirst()
            : resource.specs().getOrDefault("kind", resource.specs().get("role"));
    return product instanceof String text ? resource.name() + ": " + text : resource.name();
  }
}
