package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.given.GivenBlueprint;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What a blueprint that is sent would cost.
@Path("/api/v1/blueprints")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Blueprints", description = "What can be done with a blueprint")
public class CostResource {

  private final CostEstimates estimates;

  CostResource(CostEstimates estimates) {
    this.estimates = estimates;
  }

  @POST
  @Path("/estimate-cost")
  @Operation(operationId = "estimateCost", summary = "Say what a blueprint costs in a month")
  public CostEstimates.Answer estimate(
      @QueryParam("catalogue") String catalogue,
      @QueryParam("budget") String budget,
      @QueryParam("currency") String currency,
      Map<String, Object> body) {
    Blueprint blueprint = GivenBlueprint.of(body);
    return estimates.of(
        blueprint, catalogue, GivenBudget.of(budget, currency, body, blueprint.description()));
  }
}
