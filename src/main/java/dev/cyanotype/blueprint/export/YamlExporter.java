package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;

/// The blueprint itself, as YAML.
final class YamlExporter implements Exporter {

  @Override
  public String comment() {
    return "";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    return BlueprintCodec.writeYaml(blueprint);
  }
}
