package dev.cyanotype.blueprint.validation;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Says whether a blueprint is one.
@Path("/api/v1/blueprints")
@Tag(name = "Blueprints", description = "What can be done with a blueprint that you have")
public class ValidationResource {

  @POST
  @Path("/validate")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @RunOnVirtualThread
  @Operation(operationId = "validateBlueprint", summary = "Say everything that is wrong with it")
  public ValidationReport validate(BlueprintBody blueprint) {
    return ValidationReport.of(blueprint);
  }

  @GET
  @Path("/schema")
  @Produces(BlueprintSchema.MEDIA_TYPE)
  @NonBlocking
  @Operation(operationId = "getBlueprintSchema", summary = "Get the JSON Schema of a blueprint")
  public String schema() {
    return BlueprintSchema.JSON;
  }
}
