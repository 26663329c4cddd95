package dev.cyanotype.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The keeping of WebSockets.
@ConfigMapping(prefix = "cyanotype.socket")
public interface SocketConfig {

  /// How often a socket's other side is asked for a sign of life. One that gives none for twice as
  /// long is gone, and so is one that has not read for so long that the question does not reach it.
  @WithDefault("20s")
  Duration pingInterval();
}
