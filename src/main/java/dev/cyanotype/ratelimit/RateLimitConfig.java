package dev.cyanotype.ratelimit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.OptionalInt;

/// How much one caller may ask of this process.
@ConfigMapping(prefix = "cyanotype.ratelimit")
public interface RateLimitConfig {

  @WithParentName
  Figures figures();

  /// By the names of API keys, what is different for them.
  Map<String, Figures> keys();

  /// Callers that are remembered. Beyond, the one longest gone is forgotten, and begins anew.
  @WithDefault("10000")
  int maxCallers();

  /// Each at least 1.
  interface Figures {

    /// No limit where this is empty.
    OptionalInt requestsPerMinute();

    /// How many of them may come at once; as many as in a minute where this is empty.
    OptionalInt burst();

    /// Requests, streams among them, that are being answered at the same time; no limit where
    /// this is empty.
    OptionalInt concurrent();
  }
}
