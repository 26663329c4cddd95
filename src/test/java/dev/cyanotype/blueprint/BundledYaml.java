package dev.cyanotype.blueprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The texts of the ten bundled blueprints, read without the library, so that tests say something
/// about the files alone.
public final class BundledYaml {

  public static final List<String> IDS =
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

  private BundledYaml() {}

  public static Stream<String> all() {
    return IDS.stream().map(BundledYaml::text);
  }

  public static String text(String id) {
    try (InputStream yaml = BundledYaml.class.getResourceAsStream("/blueprints/" + id + ".yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
