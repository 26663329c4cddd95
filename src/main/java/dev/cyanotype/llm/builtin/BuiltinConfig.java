package dev.cyanotype.llm.builtin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "cyanotype.llm.builtin")
public interface BuiltinConfig {

  /// A pause before each piece of an answer, so that a demonstration shows how a stream arrives.
  @WithDefault("0ms")
  Duration tokenDelay();
}
