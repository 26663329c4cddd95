package dev.cyanotype.streaming;

import dev.cyanotype.security.Caller;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;
import java.util.function.Supplier;

/// Answers requests with streams: a new one, one that can be resumed where the client asks for
/// that, or the rest of one whose connection broke.
///
/// A client opts in with the query parameter or header of [#wantsIds]. It continues with the header
/// `Last-Event-ID`, which a browser's `EventSource` sends by itself (HTML standard, section 9.2).
@ApplicationScoped
public class SseStreams {

  /// Asks for a stream that can be continued, and says in the answer that it can.
  public static final String RESUMABLE = "X-Stream-Resumable";

  static final String LAST_EVENT_ID = "Last-Event-ID";

  static final String GONE = "This stream can no longer be continued. Ask again for a new one.";

  private final StreamFormat documented;
  private final ResumableStreams resumable;

  SseStreams(SseEncoder documented, ResumableStreams resumable) {
    this.documented = documented;
    this.resumable = resumable;
  }

  /// @param open asked for unless the request continues a stream
  /// @return in the documented format
  public Multi<OutboundSseEvent> answer(RoutingContext request, Supplier<LiveStream> open) {
    return answer(request, open, documented);
  }

  /// @param open asked for unless the request continues a stream
  /// @param format of a new stream; a continued one keeps that it began with
  public Multi<OutboundSseEvent> answer(
      RoutingContext request, Supplier<LiveStream> open, StreamFormat format) {
    String last = request.request().getHeader(LAST_EVENT_ID);
    if (last == null || last.isEmpty()) {
      return begin(request, open.get(), format);
    }
    Multi<OutboundSseEvent> gone = format.gone(GONE);
    return EventId.parse(last)
        .flatMap(seen -> rest(request, seen.streamId(), seen.number(), gone))
        .orElse(gone);
  }

  private Multi<OutboundSseEvent> begin(
      RoutingContext request, LiveStream stream, StreamFormat format) {
    request.response().putHeader(SseEncoder.STREAM_ID, stream.id());
    Multi<OutboundSseEvent> events = format.events(stream);
    Multi<OutboundSseEvent> answer = wantsIds(request) ? kept(request, stream, events) : events;
    abandonWithConnection(request, stream);
    return answer;
  }

  /// The server subscribes to nothing for a connection that was closed while a blocking method ran.
  private static void abandonWithConnection(RoutingContext request, LiveStream stream) {
    Runnable watch =
        () -> {
          request.addEndHandler(_ -> stream.abandon());
          if (request.response().closed()) {
            stream.abandon();
          }
        };
    if (Context.isOnEventLoopThread()) {
      watch.run();
    } else {
      Vertx.currentContext().runOnContext(_ -> watch.run());
    }
  }

  private Multi<OutboundSseEvent> kept(
      RoutingContext request, LiveStream stream, Multi<OutboundSseEvent> events) {
    Optional<Multi<OutboundSseEvent>> kept = resumable.keep(stream, events);
    kept.ifPresent(_ -> request.response().putHeader(RESUMABLE, "true"));
    return kept.orElse(events);
  }

  private static boolean wantsIds(RoutingContext request) {
    return isTrue(request.request().getHeader(RESUMABLE))
        || isTrue(request.request().getParam("resumable"));
  }

  private static boolean isTrue(String value) {
    return value != null && value.equalsIgnoreCase("true");
  }

  /// The events of the caller's stream behind that of the number `seen`, -1 for all; empty where
  /// they are gone.
  Optional<Multi<OutboundSseEvent>> rest(RoutingContext request, String streamId, long seen) {
    return rest(request, streamId, seen, documented.gone(GONE));
  }

  private Optional<Multi<OutboundSseEvent>> rest(
      RoutingContext request, String streamId, long seen, Multi<OutboundSseEvent> gone) {
    Optional<Multi<OutboundSseEvent>> events =
        resumable.after(streamId, seen, Caller.of(request), gone);
    events.ifPresent(
        _ ->
            request
                .response()
                .putHeader(SseEncoder.STREAM_ID, streamId)
                .putHeader(RESUMABLE, "true"));
    return events;
  }
}
