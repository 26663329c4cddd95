package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.EventStream;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
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
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// What is to become, or has become, of a stored blueprint on an engine.
@Path("/api/v1/blueprints")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Deployments", description = "Blueprints on engines")
public class BlueprintDeploymentResource {

  /// @param deployed one for each engine
  public record DeployedOn(
      @JsonProperty("blueprint_id") String blueprintId,
      List<DeployedBlueprints.Deployed> deployed) {}

  private final Deployments deployments;
  private final DeploymentAnswers answers;

  BlueprintDeploymentResource(Deployments deployments, DeploymentAnswers answers) {
    this.deployments = deployments;
    this.answers = answers;
  }

  @POST
  @Path("/{id}/plan")
  @Operation(operationId = "planDeployment", summary = "Say what a deployment would do")
  public Plan plan(
      @PathParam("id") String id,
      @QueryParam("engine") String engine,
      @QueryParam("version") String version,
      @Context RoutingContext request,
      DeploymentOptions body) {
    return deployments.plan(
        DeploymentOptions.of(body, engine, version, null, null).order(id, Caller.of(request)));
  }

  @POST
  @Path("/{id}/deploy")
  @Operation(operationId = "deployBlueprint", summary = "Deploy a blueprint")
  @APIResponseSchema(Plan.class)
  public RestResponse<Object> deploy(
      @BeanParam DeploymentParameters parameters,
      @Context RoutingContext request,
      @Context HttpHeaders headers,
      DeploymentOptions body) {
    DeploymentAnswers.checkAcceptable(headers);
    return answers.once(parameters.asked(request, body), deployments::plan, deployments::start);
  }

  @POST
  @Path("/{id}/deploy")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Blocking
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> deployStream(
      @BeanParam DeploymentParameters parameters,
      @Context RoutingContext request,
      @Context HttpHeaders headers,
      DeploymentOptions body) {
    DeploymentAnswers.checkAcceptable(headers);
    return answers.streamed(
        "deploy", parameters.asked(request, body), deployments::plan, deployments::start);
  }

  @POST
  @Path("/{id}/destroy")
  @Operation(operationId = "destroyDeployment", summary = "Remove what is deployed of a blueprint")
  @APIResponseSchema(Plan.class)
  public RestResponse<Object> destroy(
      @BeanParam DestructionParameters parameters,
      @Context RoutingContext request,
      @Context HttpHeaders headers,
      DeploymentOptions body) {
    DeploymentAnswers.checkAcceptable(headers);
    return answers.once(
        parameters.asked(request, body), deployments::planDestruction, deployments::destroy);
  }

  @POST
  @Path("/{id}/destroy")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @EventStream
  @Blocking
  @RunOnVirtualThread
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> destroyStream(
      @BeanParam DestructionParameters parameters,
      @Context RoutingContext request,
      @Context HttpHeaders headers,
      DeploymentOptions body) {
    DeploymentAnswers.checkAcceptable(headers);
    return answers.streamed(
        "destroy",
        parameters.asked(request, body),
        deployments::planDestruction,
        deployments::destroy);
  }

  @GET
  @Path("/{id}/drift")
  @Operation(operationId = "getDrift", summary = "Compare what is there with what was deployed")
  public Drift drift(
      @PathParam("id") String id,
      @QueryParam("engine") String engine,
      @Context RoutingContext request) {
    return deployments.drift(id, Optional.ofNullable(engine), Caller.of(request));
  }

  @GET
  @Path("/{id}/deployments")
  @Operation(
      operationId = "getDeployed",
      summary = "Say where a blueprint is deployed, and which version")
  public DeployedOn deployed(@PathParam("id") String id) {
    return new DeployedOn(id, deployments.deployed(id));
  }
}
