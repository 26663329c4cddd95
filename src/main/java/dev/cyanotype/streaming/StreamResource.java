package dev.cyanotype.streaming;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.List;
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
  /// @param state `live`, or `ending` where its last events are on their way
  public record OpenStream(
      @JsonProperty("stream_id") String streamId,
      String operation,
      Instant started,
      long events,
      long characters,
      String state) {

    static OpenStream of(LiveStream stream) {
      return new OpenStream(
          stream.id(),
          stream.operation(),
          stream.started(),
          stream.eventsSent(),
          stream.charactersSent(),
          stream.ending().isEmpty() ? "live" : "ending");
    }
  }

  /// @param outcome how the stream ends, or has ended
  public record Stopped(@JsonProperty("stream_id") String streamId, String outcome) {}

  private final LiveStreams live;

  StreamResource(LiveStreams live) {
    this.live = live;
  }

  @GET
  @Operation(operationId = "listStreams", summary = "List your open streams")
  public Open list(@Context RoutingContext request) {
    return new Open(live.of(Caller.of(request)).stream().map(OpenStream::of).toList());
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
}
