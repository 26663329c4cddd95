package dev.cyanotype.streaming;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The bounds of streams.
@ConfigMapping(prefix = "cyanotype.streaming")
public interface StreamingConfig {

  /// Streams that may be open at the same time, less where the limit of open files carries no more;
  /// further ones are refused with 503.
  @WithDefault("16384")
  int maxLive();

  /// After so much silence a comment is sent, so that proxies keep the connection; 0 for never.
  @WithDefault("15s")
  Duration heartbeat();

  /// A client that takes nothing of what waits for it for so long is cut off; 0 for never.
  @WithDefault("30s")
  Duration stallTimeout();

  /// How long a stream that was asked for as resumable can be continued after its connection
  /// broke, or after its end.
  @WithDefault("30s")
  Duration resumeWindow();

  /// The bytes of encoded events that are kept for the continuation of one stream.
  @WithDefault("256K")
  MemorySize resumeBuffer();

  /// Streams that may be kept for their continuation at the same time; a further one is sent as if
  /// it had not been asked for as resumable.
  @WithDefault("256")
  int maxResumable();
}
