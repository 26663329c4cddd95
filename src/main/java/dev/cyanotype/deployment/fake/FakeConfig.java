package dev.cyanotype.deployment.fake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the simulated engine behaves, for blueprints that do not say it themselves.
@ConfigMapping(prefix = "cyanotype.deployment.fake")
public interface FakeConfig {

  /// What making, changing and deleting a resource takes, each.
  @WithDefault("0S")
  Duration delay();

  /// Names of resources that cannot be made.
  Optional<List<String>> failResources();

  /// Whether it is to be had.
  @WithDefault("true")
  boolean reachable();
}
