package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What a blueprint that is sent, or stored, would cost.
@Path("/api/v1/blueprints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Blueprints")
public class CostResource {

  private final CostEstimates estimates;
  private final BlueprintStore store;

  CostResource(CostEstimates estimates, BlueprintStore store) {
    this.estimates = estimates;
    this.store = store;
  }

  @POST
  @Path("/estimate-cost")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @RunOnVirtualThread
  @Operation(operationId = "estimateCost", summary = "Say what a blueprint costs in a month")
  public CostEstimates.Answer estimate(
      @QueryParam("catalogue") String catalogue,
      @QueryParam("budget") String budget,
      @QueryParam("currency") String currency,
      BlueprintBody body) {
    return estimates.of(body.blueprint(), catalogue, GivenBudget.of(budget, currency, body));
  }

  @GET
  @Path("/{id}/cost")
  @RunOnVirtualThread
  @Operation(operationId = "getCost", summary = "Say what a stored blueprint costs in a month")
  public CostEstimates.Answer cost(
      @PathParam("id") String id,
      @QueryParam("catalogue") String catalogue,
      @QueryParam("budget") String budget,
      @QueryParam("currency") String currency) {
    Blueprint blueprint = store.get(id).blueprint();
    return estimates.of(blueprint, catalogue, GivenBudget.of(budget, currency, blueprint));
  }
}
