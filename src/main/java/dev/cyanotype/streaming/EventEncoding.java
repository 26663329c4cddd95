package dev.cyanotype.streaming;

import jakarta.ws.rs.sse.OutboundSseEvent;

/// How the events of one stream become events of the wire.
@FunctionalInterface
interface EventEncoding {

  /// @param number 0 for the first event, then 1, 2 …
  OutboundSseEvent encode(StreamEvent event, long number);
}
