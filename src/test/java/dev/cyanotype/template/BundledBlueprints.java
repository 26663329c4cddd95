package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.util.List;
import java.util.stream.Stream;

/// The ten bundled files as blueprints and templates.
final class BundledBlueprints {

  static final List<String> IDS = BundledYaml.IDS;

  private BundledBlueprints() {}

  static CheckedBlueprint check(String id) {
    return CheckedBlueprint.fromYaml(BundledYaml.text(id));
  }

  static Blueprint read(String id) {
    return check(id).blueprint().orElseThrow();
  }

  static Stream<Blueprint> all() {
    return IDS.stream().map(BundledBlueprints::read);
  }

  static Template template(String id) {
    Blueprint blueprint = read(id);
    return new Template(
        id,
        blueprint.metadataText("display_name").orElseThrow(),
        Category.of(blueprint.metadata().get("category")).orElseThrow(),
        Complexity.of(blueprint.metadata().get("complexity")).orElseThrow(),
        CostEstimator.estimate(blueprint).toString(),
        blueprint);
  }
}
