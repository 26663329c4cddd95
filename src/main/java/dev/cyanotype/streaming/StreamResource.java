package dev.cyanotype.streaming;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A caller's own streams while they are open.
@Path("/api/v1/streams")
@Tag(name = "Streams", description = "Streams that are open, and how to stop them")
public class StreamResource {

  /// @param streams oldest first
  public record Open(List<OpenStream> streams) {}

  /// @param operation what was asked for
  /// @param events sent so far
  /// @param characters of the answer, sent so far
  /// @param state `live`, `detached` where it goes on without a reader, or `ending` where its last
  ///     events are on their way
  public record OpenStream(
      @JsonProperty("stream_id") String streamId,
      String operation,
      Instant started,
      long events,
      long characters,
      String state) {

    static OpenStream of(LiveStream stream, boolean detached) {
      return new OpenStream(
          stream.id(),
          stream.operation(),
          stream.started(),
          stream.eventsSent(),
          stream.charactersSent(),
          stream.ending().isPresent() ? "ending" : detached ? "detached" : "live");
    }
  }

  /// @param outcome how the stream ends, or has ended
  public record Stopped(@JsonProperty("stream_id") String streamId, String outcome) {}

  private final LiveStreams live;

  private final ResumableStreams resumable;
  private final SseStreams sse;

  StreamResource(LiveStreams live, ResumableStreams resumable, SseStreams sse) {
    this.live = live;
    this.resumable = resumable;
    this.sse = sse;
  }

  @GET
  @Operation(operationId = "listStreams", summary = "List your open streams")
  public Open list(@Context RoutingContext request) {
    return new Open(
        live.of(Caller.of(request)).stream()
            .map(stream -> OpenStream.of(stream, resumable.isDetached(stream.id())))
            .toList());
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(operationId = "cancelStream", summary = "Stop a stream")
  public Stopped cancel(@PathParam("id") String id, @Context RoutingContext request) {
    return live.cancel(id, Caller.of(request))
        .map(ending -> new Stopped(id, ending.id()))
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "You have no stream of this id, or it ended more than a minute ago."));
  }

  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Operation(operationId = "continueStream", summary = "Go on reading a stream")
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id, @Context RoutingContext request) {
    return seen(id, request.request().getHeader(SseStreams.LAST_EVENT_ID))
        .flatMap(seen -> sse.rest(request, id, seen))
        .orElseThrow(() -> ProblemException.notFound(SseStreams.GONE));
  }

  /// The number of the last event that the client has; -1 for none.
  private static Optional<Long> seen(String id, String lastEventId) {
    return lastEventId == null || lastEventId.isEmpty()
        ? Optional.of(-1L)
        : EventId.parse(lastEventId)
            .filter(last -> last.streamId().equals(id))
            .map(EventId::number);
  }
}
