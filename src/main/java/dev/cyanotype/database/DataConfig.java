package dev.cyanotype.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What the service keeps in files.
@ConfigMapping(prefix = "cyanotype")
interface DataConfig {

  /// A folder, made where it is not there; of one process at a time.
  @WithDefault("data")
  String dataDir();
}
