package dev.cyanotype.blueprint.cost;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Where prices come from beside the catalogues that come with the product.
@ConfigMapping(prefix = "cyanotype.pricing")
public interface PricingConfig {

  /// A folder of price catalogues as YAML, read at start. One with the id of a bundled catalogue
  /// replaces it.
  Optional<Path> dir();
}
