package dev.cyanotype.streaming;

import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent.Done;
import dev.cyanotype.streaming.StreamEvent.Failed;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Optional;
import java.util.function.Function;
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

  private final SseEncoder encoder;
  private final ResumableStreams resumable;

  SseStreams(SseEncoder encoder, ResumableStreams resumable) {
    this.encoder = encoder;
    this.resumable = resumable;
  }

  /// @param open asked for unless the request continues a stream
  /// @return in the documented format
  public Multi<OutboundSseEvent> answer(RoutingContext request, Supplier<LiveStream> open) {
    return answer(request, open, stream -> encoder.encoding(stream.id()));
  }

  /// @param open asked for unless the request continues a stream
  /// @param format the encoding of a stream's events; a continued stream keeps that it began with
  public Multi<OutboundSseEvent> answer(
      RoutingContext request,
      Supplier<LiveStream> open,
      Function<LiveStream, EventEncoding> format) {
    String last = request.request().getHeader(LAST_EVENT_ID);
    return last == null || last.isEmpty()
        ? begin(request, open.get(), format)
        : EventId.parse(last).flatMap(id -> rest(request, id)).orElseGet(this::gone);
  }

  private Multi<OutboundSseEvent> begin(
      RoutingContext request, LiveStream stream, Function<LiveStream, EventEncoding> format) {
    request.response().putHeader(SseEncoder.STREAM_ID, stream.id());
    EventEncoding encoding = format.apply(stream);
    return (wantsIds(request)
            ? kept(request, stream, encoding)
            : Optional.<Multi<OutboundSseEvent>>empty())
        .orElseGet(() -> new EncodedEvents(stream.events(), encoding));
  }

  private Optional<Multi<OutboundSseEvent>> kept(
      RoutingContext request, LiveStream stream, EventEncoding encoding) {
    Optional<Multi<OutboundSseEvent>> events = resumable.keep(stream, encoding);
    events.ifPresent(_ -> request.response().putHeader(RESUMABLE, "true"));
    return events;
  }

  private static boolean wantsIds(RoutingContext request) {
    return isTrue(request.request().getHeader(RESUMABLE))
        || isTrue(request.request().getParam("resumable"));
  }

  private static boolean isTrue(String value) {
    return value != null && value.equalsIgnoreCase("true");
  }

  /// The events behind `seen` of a stream that the caller has; empty where they are gone.
  Optional<Multi<OutboundSseEvent>> rest(RoutingContext request, EventId seen) {
    return rest(request, seen.streamId(), seen.number());
  }

  Optional<Multi<OutboundSseEvent>> rest(RoutingContext request, String streamId, long seen) {
    Optional<Multi<OutboundSseEvent>> events =
        resumable.after(streamId, seen, Caller.of(request), gone());
    events.ifPresent(
        _ ->
            request
                .response()
                .putHeader(SseEncoder.STREAM_ID, streamId)
                .putHeader(RESUMABLE, "true"));
    return events;
  }

  private Multi<OutboundSseEvent> gone() {
    return Multi.createFrom()
        .<StreamEvent>items(new Failed(GONE), new Done(Outcome.ERROR))
        .map(encoder::encode);
  }
}
