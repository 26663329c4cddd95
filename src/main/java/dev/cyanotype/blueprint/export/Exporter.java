package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;

/// Writes blueprints in one format. Whatever a blueprint holds stays a value of that format: no
/// name, image or setting can end a text, a line or a block.
sealed interface Exporter
    permits ComposeExporter,
        DotExporter,
        JsonExporter,
        KubernetesExporter,
        MermaidExporter,
        TerraformExporter,
        YamlExporter {

  /// @param notes where everything goes that the format cannot say
  /// @return the file without its opening comment
  String write(Blueprint blueprint, Notes notes);

  /// What a line of comment begins with; empty where the format has none.
  String comment();
}
