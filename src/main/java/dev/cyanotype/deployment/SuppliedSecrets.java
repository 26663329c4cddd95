package dev.cyanotype.deployment;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What the `${NAME}` references of blueprints stand for.
@FunctionalInterface
public interface SuppliedSecrets {

  /// Before a name, where a secret is configured.
  String PREFIX = "cyanotype.secrets.";

  Optional<String> of(String name);

  /// As they are written, without expressions.
  static SuppliedSecrets of(Config config) {
    return name -> Optional.ofNullable(config.getConfigValue(PREFIX + name).getRawValue());
  }

  /// What is wrong with a text that refers to one that is not there, and what to set.
  static String missing(String name) {
    return "refers to ${%s}, which is not supplied; start this service with %s set to it"
        .formatted(name, "CYANOTYPE_SECRETS_" + name.toUpperCase(Locale.ROOT));
  }
}
