package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of products that run as containers, from `export/images.yaml`.
final class Images {

  /// @param image repository without a tag
  /// @param tag with `{version}` for the version
  /// @param data where it keeps its data
  record Product(Optional<String> image, String tag, Optional<String> data) {}

  private static final Map<String, Object> PRODUCTS = read();

  private Images() {}

  /// The first of these technologies that is known.
  static Optional<Product> of(List<String> technologies) {
    return technologies.stream()
        .map(PRODUCTS::get)
        .filter(Map.class::isInstance)
        .map(product -> product((Map<?, ?>) product))
        .findFirst();
  }

  /// The image of the first technology, where that is known to be one.
  static Optional<String> image(List<String> technologies, Optional<String> version) {
    return technologies.stream()
        .limit(1)
        .flatMap(first -> of(List.of(first)).stream())
        .filter(_ -> version.isPresent())
        .flatMap(
            product ->
                product.image().stream()
                    .map(name -> name + ":" + product.tag().replace("{version}", version.get())))
        .findFirst();
  }

  private static Product product(Map<?, ?> tree) {
    return new Product(
        Optional.ofNullable((String) tree.get("image")),
        tree.get("tag") instanceof String tag ? tag : "{version}",
        Optional.ofNullable((String) tree.get("data")));
  }

  @SuppressWarnings("unchecked") // keys are texts in what YamlDocument gives
  private static Map<String, Object> read() {
    try (InputStream yaml = Images.class.getResourceAsStream("/export/images.yaml")) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return Map.copyOf((Map<String, Object>) YamlDocument.parse(text).tree());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
