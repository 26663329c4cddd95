package dev.cyanotype.deployment;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.EventStream;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Deployments that run or have ended.
@Path("/api/v1/deployments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Deployments")
public class DeploymentResource {

  /// @param deployments newest first, without their steps
  /// @param total of all that fit
  @Schema(name = "DeploymentList")
  public record Listed(List<DeploymentReport> deployments, long total) {}

  private final Deployments deployments;
  private final DeploymentAnswers answers;

  DeploymentResource(Deployments deployments, DeploymentAnswers answers) {
    this.deployments = deployments;
    this.answers = answers;
  }

  @GET
  @Operation(operationId = "listDeployments", summary = "List deployments, newest first")
  public RestResponse<Listed> list(
      @QueryParam("blueprint_id") String blueprintId,
      @QueryParam("status") String status,
      @QueryParam("skip") String skip,
      @QueryParam("limit") String limit,
      @Context UriInfo uri) {
    Paging paging = Paging.of(skip, limit);
    Paging.Page<DeploymentReport> page =
        deployments.list(
            Optional.ofNullable(blueprintId),
            Optional.ofNullable(status).map(DeploymentResource::known),
            paging);
    return paging
        .describe(ResponseBuilder.ok(new Listed(page.entries(), page.total())), page.total(), uri)
        .build();
  }

  private static Status known(String id) {
    return Status.of(id)
        .orElseThrow(
            () ->
                wrong(
                    "status",
                    "must be one of "
                        + Arrays.stream(Status.values())
                            .map(Status::id)
                            .collect(Collectors.joining(", "))));
  }

  private static ProblemException wrong(String name, String message) {
    return ProblemException.unprocessable(List.of(new FieldError(name, message)));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getDeployment", summary = "Get a deployment with its steps")
  public DeploymentReport get(@PathParam("id") String id) {
    return deployments.status(id);
  }

  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Blocking
  @RunOnVirtualThread
  @Operation(operationId = "followDeployment", summary = "Follow a deployment from its start")
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id, @Context RoutingContext request) {
    deployments.status(id);
    return answers.followed(request, id);
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(operationId = "cancelDeployment", summary = "Stop a deployment")
  public DeploymentReport cancel(@PathParam("id") String id, @Context RoutingContext request) {
    return deployments.cancel(id, Caller.of(request));
  }

  @POST
  @Path("/{id}/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "rollbackDeployment",
      summary = "Go back to the version that was deployed before")
  @APIResponseSchema(value = DeploymentReport.class, responseCode = "202")
  public RestResponse<Object> rollback(
      @PathParam("id") String id,
      @QueryParam("on_failure") String onFailure,
      @Context RoutingContext request,
      @Context HttpHeaders headers) {
    DeploymentAnswers.checkAcceptable(headers);
    DeploymentOptions options = DeploymentOptions.of(null, null, null, onFailure, null);
    return answers.accepted(deployments.rollback(id, options.failurePolicy(), Caller.of(request)));
  }

  @POST
  @Path("/{id}/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Blocking
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> rollbackStream(
      @PathParam("id") String id,
      @QueryParam("on_failure") String onFailure,
      @Context RoutingContext request,
      @Context HttpHeaders headers) {
    DeploymentAnswers.checkAcceptable(headers);
    DeploymentOptions options = DeploymentOptions.of(null, null, null, onFailure, null);
    return answers.followed(
        request,
        "rollback",
        () -> deployments.rollback(id, options.failurePolicy(), Caller.of(request)));
  }
}
