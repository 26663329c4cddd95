package dev.cyanotype.template;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where users' own templates come from.
@ConfigMapping(prefix = "cyanotype.templates")
public interface TemplatesConfig {

  /// A folder of blueprints as YAML; each joins the library under its file's name. May be mounted
  /// from a Kubernetes ConfigMap, and need not be there yet.
  Optional<Path> dir();

  /// How often the folder is read again; more than 0.
  @WithDefault("5s")
  Duration pollInterval();
}
