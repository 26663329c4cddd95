package dev.cyanotype.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The templates that come with the service, and that nothing changes.
///
/// They are read when this class is initialised, which for a native image is while it is built: the
/// image holds them checked, priced and indexed, and its start reads none. A class path has no
/// folders to list there, hence the list.
final class BundledTemplates {

  /// In the documented order.
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

  static final TemplateCatalogue CATALOGUE =
      new TemplateCatalogue(IDS.stream().map(BundledTemplates::read).toList());

  private BundledTemplates() {}

  private static Template read(String id) {
    return switch (TemplateReading.of(id, text("/blueprints/" + id + ".yaml"))) {
      case TemplateReading.Accepted accepted -> accepted.template();
      case TemplateReading.Refused refused ->
          throw new IllegalStateException(
              "blueprints/" + id + ".yaml, line " + refused.line() + ": " + refused.reason());
    };
  }

  private static String text(String resource) {
    try (InputStream in = BundledTemplates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
