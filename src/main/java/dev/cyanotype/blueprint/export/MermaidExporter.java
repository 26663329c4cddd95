package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import java.util.Map;
import java.util.stream.Collectors;

/// A Mermaid flowchart: an arrow from each resource to what it depends on. Nodes are numbered, and
/// names stand in labels, where everything but letters, digits and a few marks is an entity code.
final class MermaidExporter implements Exporter {

  @Override
  public String comment() {
    return "%%";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    Map<String, Integer> numbers = DependencyGraph.numbers(blueprint);
    StringBuilder chart = new StringBuilder("flowchart LR\n");
    for (Resource resource : blueprint.resources()) {
      chart.append("  n%d%s\n".formatted(numbers.get(resource.name()), shape(resource)));
    }
    DependencyGraph.edges(blueprint)
        .forEach(edge -> chart.append("  n%d --> n%d\n".formatted(edge.from(), edge.to())));
    chart.append(
        """
          classDef compute fill:#dbeafe,stroke:#1d4ed8
          classDef network fill:#dcfce7,stroke:#15803d
          classDef storage fill:#fef3c7,stroke:#b45309
          classDef service fill:#ede9fe,stroke:#6d28d9
        """);
    blueprint.resources().stream()
        .collect(
            Collectors.groupingBy(
                Resource::type,
                java.util.TreeMap::new,
                Collectors.mapping(one -> "n" + numbers.get(one.name()), Collectors.joining(","))))
        .forEach((type, nodes) -> chart.append("  class %s %s\n".formatted(nodes, type.id())));
    return chart.toString();
  }

  private static String shape(Resource resource) {
    String label = "\"" + label(DependencyGraph.label(resource)) + "\"";
    return switch (resource.type()) {
      case COMPUTE, SERVICE -> "[" + label + "]";
      case NETWORK -> "([" + label + "])";
      case STORAGE -> "[(" + label + ")]";
    };
  }

  private static String label(String text) {
    return Lines.single(text)
        .codePoints()
        .mapToObj(MermaidExporter::character)
        .collect(Collectors.joining());
  }

  private static String character(int character) {
    boolean plain = Character.isLetterOrDigit(character) || " .,:_()/-".indexOf(character) >= 0;
    return plain ? Character.toString(character) : "#" + character + ";";
  }
}
