package dev.cyanotype.template;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The ten files, read without the library, so that these tests say something about the files
/// alone.
final class BundledBlueprints {

  static final List<String> IDS =
      List.of(
          "simple-web-app",
          "redis-cluster",
          "ha-web-app",
          "postgres-ha",
          "observability-stack",
          "api-gateway",
          "microservices-k8s",
          "data-pipeline",
          "ml-training",
          "zero-trust-network");

  private BundledBlueprints() {}

  static CheckedBlueprint check(String id) {
    return CheckedBlueprint.fromYaml(text("blueprints/" + id + ".yaml"));
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

  private static String text(String resource) {
    try (InputStream stream =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
