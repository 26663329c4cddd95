package dev.cyanotype.security;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who may use the service.
@ConfigMapping(prefix = "cyanotype")
public interface AccessConfig {

  /// The keys, as [ApiKeyList] reads them; everything is open to everyone where this is empty.
  Optional<String> apiKeys();
}
