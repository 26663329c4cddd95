package dev.cyanotype.blueprint.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Monthly prices in one currency, each with where it comes from and when, as a file has them:
/// `pricing/own-hardware.yaml` and `pricing/public-cloud.yaml` come with the product.
///
/// @param id lower-case words joined by `-`
/// @param currency ISO 4217
/// @param date of every price that has none of its own
/// @param assumptions that all prices share
/// @param storageGb by storage class
/// @param gpu by model, in lower case with `-` between words
/// @param network by kind of network; a kind that is not there costs nothing
record PriceCatalogue(
    String id,
    String name,
    String currency,
    LocalDate date,
    String basis,
    List<String> assumptions,
    Optional<ExchangeRates> rates,
    ListPrice vcpu,
    ListPrice memoryGb,
    Map<String, ListPrice> storageGb,
    String defaultStorageClass,
    Map<String, ListPrice> gpu,
    ListPrice defaultGpu,
    ListPrice instance,
    Map<String, ListPrice> network) {

  /// Read once, with this class: in a native image that is while the image is built.
  static final PriceCatalogue OWN_HARDWARE = bundled("own-hardware");
  static final PriceCatalogue PUBLIC_CLOUD = bundled("public-cloud");
  static final List<PriceCatalogue> BUNDLED = List.of(OWN_HARDWARE, PUBLIC_CLOUD);

  PriceCatalogue {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(currency, "currency");
    assumptions = List.copyOf(assumptions);
    storageGb = Map.copyOf(storageGb);
    gpu = Map.copyOf(gpu);
    network = Map.copyOf(network);
    if (!storageGb.containsKey(defaultStorageClass)) {
      throw new IllegalArgumentException("no price for storage class " + defaultStorageClass);
    }
  }

  ListPrice storageGb(Object storageClass) {
    ListPrice standard = storageGb.get(defaultStorageClass);
    return storageClass instanceof String name ? storageGb.getOrDefault(name, standard) : standard;
  }

  /// The price of the model that `name` has among its words: `NVIDIA A100 80GB` is an `a100`.
  ListPrice gpu(Object name) {
    String words =
        "-" + String.valueOf(name).toLowerCase(Locale.ROOT).replaceAll("[ _]", "-") + "-";
    return gpu.entrySet().stream()
        .filter(model -> words.contains("-" + model.getKey() + "-"))
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .orElse(defaultGpu);
  }

  Optional<ListPrice> network(Object kind) {
    return kind instanceof String name ? Optional.ofNullable(network.get(name)) : Optional.empty();
  }

  private static PriceCatalogue bundled(String id) {
    return switch (CatalogueReading.of(text("/pricing/" + id + ".yaml"))) {
      case CatalogueReading.Accepted accepted -> accepted.catalogue();
      case CatalogueReading.Refused refused ->
          throw new IllegalStateException("pricing/" + id + ".yaml: " + refused);
    };
  }

  private static String text(String resource) {
    try (InputStream stream = PriceCatalogue.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not among the resources");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
