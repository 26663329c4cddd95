package dev.cyanotype.streaming;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;

/// How streams look on the wire. An event that has an `id` of its own keeps it where the stream can
/// be continued, and cannot be continued from.
public interface StreamFormat {

  /// @return the events of the stream, whose subscription is an [EventSubscription]
  Multi<OutboundSseEvent> events(LiveStream stream);

  /// @param message says that a stream can no longer be continued
  Multi<OutboundSseEvent> gone(String message);
}
