package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.audit.AuditAnswer;
import dev.cyanotype.blueprint.audit.AuditReport;
import dev.cyanotype.blueprint.audit.SarifLog;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.EventStream;
import dev.cyanotype.streaming.SseStreams;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The conversation, in one piece and as streams.
@Path("/api/v1/conversation")
@Tag(name = "Conversation", description = "Answers in words, and blueprints out of words")
public class ConversationResource {

  private static final String BODY = "must be a JSON object";

  private final Chats chats;
  private final Designs designs;
  private final Advice advice;
  private final SseStreams sse;

  ConversationResource(Chats chats, Designs designs, Advice advice, SseStreams sse) {
    this.chats = chats;
    this.designs = designs;
    this.advice = advice;
    this.sse = sse;
  }

  @POST
  @Path("/chat")
  @Operation(operationId = "chat", summary = "Answer a message in one piece")
  public Uni<ChatReply> chat(
      @NotNull(message = BODY) @Valid ChatRequest request, @Context RoutingContext http) {
    return chats.reply(request, Caller.of(http));
  }

  @POST
  @Path("/chat-stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Operation(operationId = "chatStream", summary = "Answer a message as it is written")
  public Multi<OutboundSseEvent> chatStream(
      @NotNull(message = BODY) @Valid ChatRequest request, @Context RoutingContext http) {
    return sse.answer(http, () -> chats.stream(request, Caller.of(http)));
  }

  @POST
  @Path("/generate-blueprint")
  @Operation(operationId = "generateBlueprint", summary = "Design a blueprint in one piece")
  public Uni<DesignReply> generate(
      @NotNull(message = BODY) @Valid DesignRequest request, @Context RoutingContext http) {
    return designs.reply(request, Caller.of(http));
  }

  @POST
  @Path("/generate-blueprint-stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Operation(
      operationId = "generateBlueprintStream",
      summary = "Design a blueprint, resource by resource as it is written")
  public Multi<OutboundSseEvent> generateStream(
      @NotNull(message = BODY) @Valid DesignRequest request, @Context RoutingContext http) {
    return sse.answer(http, () -> designs.stream(request, Caller.of(http)));
  }

  @POST
  @Path("/describe-blueprint")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @Blocking
  @RunOnVirtualThread
  @Operation(operationId = "describeBlueprint", summary = "Explain a blueprint in prose")
  public Uni<Advice.Description> describe(BlueprintBody blueprint) {
    return advice.describe(blueprint.blueprint());
  }

  @POST
  @Path("/suggest-improvements")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @Blocking
  @RunOnVirtualThread
  @Operation(operationId = "suggestImprovements", summary = "Say what to change in a blueprint")
  public Uni<Advice.Suggestions> improve(BlueprintBody blueprint) {
    return advice.improve(blueprint.blueprint());
  }

  @POST
  @Path("/resource-sizing")
  @Operation(operationId = "resourceSizing", summary = "Recommend sizes for a workload")
  public Uni<Advice.Sizing> size(@NotNull(message = BODY) @Valid SizingRequest request) {
    return advice.size(request);
  }

  @POST
  @Path("/security-audit")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @RunOnVirtualThread
  @Produces({MediaType.APPLICATION_JSON, SarifLog.MEDIA_TYPE})
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AuditReport.class)))
  @Operation(operationId = "securityAudit", summary = "Check a blueprint for security")
  public Response audit(BlueprintBody blueprint, @Context HttpHeaders headers) {
    return AuditAnswer.of(AuditReport.of(blueprint), headers, SarifLog.DEFAULT_FILE);
  }

  @POST
  @Path("/clear-history")
  @Operation(operationId = "clearHistory", summary = "Forget a conversation")
  public Uni<Advice.Cleared> clear(
      @NotNull(message = BODY) @Valid ClearRequest request, @Context RoutingContext http) {
    return advice.clear(request, Caller.of(http));
  }
}
