package dev.cyanotype.streaming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What all connections that events are written to have in common.
///
/// @param heartbeatNanos of silence before a comment is sent; 0 for never
/// @param stallNanos for which a client may take nothing; 0 for no bound
/// @param dropped bytes that were encoded and could no longer be sent
record WritingRules(long heartbeatNanos, long stallNanos, Counter dropped) {

  static WritingRules of(StreamingConfig config, MeterRegistry registry) {
    Counter dropped =
        Counter.builder("cyanotype.streams.dropped")
            .baseUnit("bytes")
            .description("Bytes of events that could no longer be sent")
            .register(registry);
    return new WritingRules(config.heartbeat().toNanos(), config.stallTimeout().toNanos(), dropped);
  }

  /// How long a connection may go unlooked at.
  ///
  /// @param silentNanos since something was written
  /// @return 0 where there is nothing to look for
  long untilNextLook(long silentNanos) {
    long beat = silentNanos < heartbeatNanos ? heartbeatNanos - silentNanos : heartbeatNanos;
    long stall = stallNanos / 4;
    return beat == 0 || (stall > 0 && stall < beat) ? stall : beat;
  }
}
