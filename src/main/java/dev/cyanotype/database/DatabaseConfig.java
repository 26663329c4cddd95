package dev.cyanotype.database;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// Where what has to survive a restart is kept.
@ConfigMapping(prefix = "cyanotype.database")
interface DatabaseConfig {

  /// False for the commands of the client, which leave the data to the service that has it.
  @WithDefault("true")
  boolean enabled();

  /// Of a PostgreSQL server, `jdbc:postgresql://…` or `postgres://user:password@host/name`. Without
  /// one, files in the folder of `cyanotype.data-dir`.
  Optional<String> url();

  Optional<String> username();

  /// The same as `username`.
  Optional<String> user();

  Optional<String> password();

  /// What has to be free on the disk of H2's file for anything to be written to it: H2 closes its
  /// file where a write fails. What is there can be read all the same.
  @WithDefault("32M")
  MemorySize minFreeSpace();
}
