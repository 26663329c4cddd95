package dev.cyanotype.chat;

import dev.cyanotype.conversation.ChatRequest;
import dev.cyanotype.conversation.Chats;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.EventStream;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.LiveStreams;
import dev.cyanotype.streaming.SseEncoder;
import dev.cyanotype.streaming.SseStreams;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A chat for clients that know the addresses and events of common streaming servers: named
/// events, or the text alone.
@Path("/chat")
@Tag(name = "Chat", description = "The conversation under the names of common streaming servers")
public class ChatResource {

  private static final String BODY = "must be a JSON object";
  private static final String TEXT = "text/plain;charset=UTF-8";

  /// @param status `cancelled`, or how the stream had ended already
  public record Cancelled(String status) {}

  private final Chats chats;
  private final ChatInput input;
  private final NamedEvents events;
  private final SseStreams streams;
  private final LiveStreams live;

  ChatResource(
      Chats chats, ChatInput input, NamedEvents events, SseStreams streams, LiveStreams live) {
    this.chats = chats;
    this.input = input;
    this.events = events;
    this.streams = streams;
    this.live = live;
  }

  @POST
  @Path("/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @AnsweredOnce
  @Operation(operationId = "chatNamedEvents", summary = "Answer a message in named events")
  public Multi<OutboundSseEvent> stream(
      @NotNull(message = BODY) @Valid ChatRequest request, @Context RoutingContext http) {
    return streams.answer(http, () -> open(request, http), events);
  }

  @GET
  @Path("/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @AnsweredOnce
  @Operation(
      operationId = "chatEventSource",
      summary = "Answer a message in named events, for a browser's EventSource")
  public Multi<OutboundSseEvent> stream(
      @QueryParam("message") String message,
      @QueryParam("provider") String provider,
      @QueryParam("model") String model,
      @QueryParam("conversation_id") String conversation,
      @Context RoutingContext http) {
    refuseHead(http);
    return streams.answer(
        http,
        () -> open(input.ofQuery(parameters(message, provider, model), conversation), http),
        events);
  }

  /// HEAD is answered as GET is, by a model whose words nobody would get.
  private static void refuseHead(RoutingContext http) {
    if (http.request().method() == HttpMethod.HEAD) {
      throw new NotAllowedException("GET", new String[] {"POST"});
    }
  }

  /// By the names that they have in a body.
  private static Map<String, String> parameters(String message, String provider, String model) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("message", message);
    parameters.put("provider", provider);
    parameters.put("model", model);
    return parameters;
  }

  @POST
  @Path("/stream-simple")
  @Produces(TEXT)
  @TextStream
  @Operation(operationId = "chatText", summary = "Answer a message in text and nothing else")
  public Multi<StreamEvent> text(
      @NotNull(message = BODY) @Valid ChatRequest request, @Context RoutingContext http) {
    LiveStream stream = open(request, http);
    http.response().putHeader(SseEncoder.STREAM_ID, stream.id());
    return new StreamedText(stream);
  }

  private LiveStream open(ChatRequest request, RoutingContext http) {
    return chats.stream(request, Caller.of(http));
  }

  @POST
  @Path("/stream/{stream_id}/cancel")
  @Operation(operationId = "cancelChat", summary = "Stop a stream, under its familiar address")
  public Cancelled cancel(@PathParam("stream_id") String id, @Context RoutingContext http) {
    return live.cancel(id, Caller.of(http))
        .map(ending -> new Cancelled(ending.id()))
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "You have no stream of this id, or it ended more than a minute ago."));
  }
}
