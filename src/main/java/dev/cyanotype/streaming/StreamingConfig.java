package dev.cyanotype.streaming;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The bounds of streams.
@ConfigMapping(prefix = "cyanotype.streaming")
public interface StreamingConfig {

  /// Streams that may be open at the same time; further ones are refused with 503.
  @WithDefault("16384")
  int maxLive();
}
