package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import java.util.Map;

/// A graph in Graphviz's DOT language: an edge from each resource to what it depends on. Nodes are
/// numbered, and names stand in quoted labels.
final class DotExporter implements Exporter {

  @Override
  public String comment() {
    return "//";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    Map<String, Integer> numbers = DependencyGraph.numbers(blueprint);
    StringBuilder graph = new StringBuilder("digraph blueprint {\n");
    graph.append("  graph [rankdir=LR, label=%s];\n".formatted(quoted(blueprint.name())));
    graph.append("  node [fontname=\"sans-serif\", style=filled, fillcolor=white];\n");
    for (Resource resource : blueprint.resources()) {
      graph.append(
          "  n%d [label=%s, %s];\n"
              .formatted(
                  numbers.get(resource.name()),
                  quoted(DependencyGraph.label(resource)),
                  look(resource)));
    }
    DependencyGraph.edges(blueprint)
        .forEach(edge -> graph.append("  n%d -> n%d;\n".formatted(edge.from(), edge.to())));
    return graph.append("}\n").toString();
  }

  private static String look(Resource resource) {
    return switch (resource.type()) {
      case COMPUTE -> "shape=box3d, fillcolor=\"#dbeafe\"";
      case NETWORK -> "shape=ellipse, fillcolor=\"#dcfce7\"";
      case STORAGE -> "shape=cylinder, fillcolor=\"#fef3c7\"";
      case SERVICE -> "shape=box, fillcolor=\"#ede9fe\"";
    };
  }

  /// A quoted text in which `\` stands for itself, as Graphviz's escapes would read it too.
  private static String quoted(String text) {
    return "\""
        + Lines.single(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;")
        + "\"";
  }
}
