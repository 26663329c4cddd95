package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Blueprints in the formats of other tools.
public final class Exports {

  private Exports() {}

  /// Never fails for a blueprint that validates.
  public static Export of(Format format, Blueprint blueprint) {
    Exporter exporter = exporter(format);
    Notes notes = new Notes();
    String body = exporter.write(blueprint, notes);
    List<Warning> warnings = notes.warnings();
    String content = exporter.comment().isEmpty() ? body : head(exporter, blueprint, notes) + body;
    return new Export(format, format.mediaType(), fileName(format, blueprint), content, warnings);
  }

  private static Exporter exporter(Format format) {
    return switch (format) {
      case COMPOSE -> new ComposeExporter();
      case KUBERNETES -> new KubernetesExporter();
      case TERRAFORM -> new TerraformExporter();
      case MERMAID -> new MermaidExporter();
      case DOT -> new DotExporter();
      case YAML -> new YamlExporter();
      case JSON -> new JsonExporter();
    };
  }

  private static String head(Exporter exporter, Blueprint blueprint, Notes notes) {
    List<String> lines = new ArrayList<>();
    lines.add("Blueprint " + blueprint.name() + ", exported by Cyanotype.");
    lines.addAll(notes.remarks());
    if (!notes.warnings().isEmpty()) {
      lines.add("Not expressed here, or otherwise than in the blueprint:");
      notes.warnings().forEach(warning -> lines.add("- " + warning));
    }
    return lines.stream()
        .map(line -> (exporter.comment() + " " + Lines.single(line)).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  private static String fileName(Format format, Blueprint blueprint) {
    return blueprint.name().replaceAll("[^A-Za-z0-9_-]+", "-") + "." + format.suffix();
  }
}
