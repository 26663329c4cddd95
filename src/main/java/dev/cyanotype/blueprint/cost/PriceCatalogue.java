package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The monthly prices of `pricing/catalogue.yaml`, where each stands with what it assumes.
///
/// @param storageGb by storage class
/// @param gpu by model, in lower case with `-` between words
/// @param network by kind of network; a kind that is not there costs nothing
record PriceCatalogue(
    Price vcpu,
    Price memoryGb,
    Map<String, Price> storageGb,
    String defaultStorageClass,
    Map<String, Price> gpu,
    Price defaultGpu,
    Price instance,
    Map<String, Price> network) {

  private static final String RESOURCE = "/pricing/catalogue.yaml";

  PriceCatalogue {
    storageGb = Map.copyOf(storageGb);
    gpu = Map.copyOf(gpu);
    network = Map.copyOf(network);
    if (!storageGb.containsKey(defaultStorageClass)) {
      throw new IllegalArgumentException("no price for storage class " + defaultStorageClass);
    }
  }

  /// The catalogue that comes with the product.
  static PriceCatalogue read() {
    Map<?, ?> tree = (Map<?, ?>) YamlDocument.parse(text()).tree();
    return new PriceCatalogue(
        price(tree.get("vcpu")),
        price(tree.get("memory_gb")),
        prices(tree.get("storage_gb")),
        (String) tree.get("default_storage_class"),
        prices(tree.get("gpu")),
        price(tree.get("default_gpu")),
        price(tree.get("instance")),
        prices(tree.get("network")));
  }

  Price storageGb(Object storageClass) {
    Price standard = storageGb.get(defaultStorageClass);
    return storageClass instanceof String name ? storageGb.getOrDefault(name, standard) : standard;
  }

  /// The price of the model that `name` has among its words: `NVIDIA A100 80GB` is an `a100`.
  Price gpu(Object name) {
    String words =
        "-" + String.valueOf(name).toLowerCase(Locale.ROOT).replaceAll("[ _]", "-") + "-";
    return gpu.entrySet().stream()
        .filter(model -> words.contains("-" + model.getKey() + "-"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(defaultGpu);
  }

  Price network(Object kind) {
    return kind instanceof String name ? network.getOrDefault(name, Price.NOTHING) : Price.NOTHING;
  }

  private static String text() {
    try (InputStream stream = PriceCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is not among the resources");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Price> prices(Object tree) {
    Map<String, Price> prices = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((name, price) -> prices.put((String) name, price(price)));
    return prices;
  }

  private static Price price(Object tree) {
    Map<?, ?> range = (Map<?, ?>) tree;
    return new Price(decimal(range.get("low")), decimal(range.get("high")));
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }
}
