package dev.cyanotype.deployment.docker;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What the `${NAME}` references of blueprints stand for.
@FunctionalInterface
interface SuppliedSecrets {

  /// Before a name, where a secret is configured.
  String PREFIX = "cyanotype.secrets.";

  Optional<String> of(String name);

  /// As they are written, without expressions.
  static SuppliedSecrets of(Config config) {
    return name -> Optional.ofNullable(config.getConfigValue(PREFIX + name).getRawValue());
  }

  /// What to set, as a variable of the environment.
  static String variable(String name) {
    return "CYANOTYPE_SECRETS_" + name.toUpperCase(Locale.ROOT);
  }
}
