package dev.cyanotype.blueprint;

import java.util.Locale;

/// What is checked of every blueprint, wherever it comes from. `docs/validation.md` has an example
/// of each.
public enum Rule {
  JSON_SYNTAX,
  YAML_SYNTAX,
  DUPLICATE_KEY,
  TAG,
  BOUNDS,
  TYPE,
  REQUIRED,
  UNKNOWN_FIELD,
  VERSION,
  PROVIDER,
  NAME,
  RESOURCES,
  COUNT,
  CPU,
  QUANTITY,
  PORT,
  CIDR,
  FILES,
  AUTOSCALING,
  UNIQUE_NAME,
  DEPENDENCY_EXISTS,
  DEPENDENCY_CYCLE,
  SELF_DEPENDENCY,
  DUPLICATE_DEPENDENCY,
  REFERENCE_EXISTS,
  REFERENCE_TYPE,
  PROVIDER_TYPE,
  PORT_CLASH,
  UNUSED_STORAGE,
  QUORUM,
  HEALTH_CHECK_PORT;

  /// As violations name it: `dependency-exists`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
