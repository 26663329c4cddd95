package dev.cyanotype.deployment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/// How deployments are made.
@ConfigMapping(prefix = "cyanotype.deployment")
public interface DeploymentConfig {

  /// Resources of one deployment that are worked on at the same time.
  @Min(1)
  @Max(64)
  @WithDefault("4")
  int parallelism();

  /// A resource that takes longer has failed.
  @WithDefault("5M")
  Duration stepTimeout();

  /// A deployment whose service is silent for so long is taken over by another, or by the same one
  /// when it is up again.
  @WithDefault("15S")
  Duration lease();

  /// How long deployments that have ended are kept, with their steps and events; nought for ever.
  /// The latest of a blueprint and engine is kept as long as the blueprint.
  @WithDefault("90D")
  Duration retention();
}
