package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Checks a blueprint for security.
@Path("/api/v1/blueprints")
@Tag(name = "Blueprints")
public class AuditResource {

  private final BlueprintStore store;

  AuditResource(BlueprintStore store) {
    this.store = store;
  }

  @POST
  @Path("/audit")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @Produces({MediaType.APPLICATION_JSON, SarifLog.MEDIA_TYPE})
  @RunOnVirtualThread
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AuditReport.class)))
  @Operation(operationId = "auditBlueprint", summary = "Check a blueprint for security")
  public Response audit(
      BlueprintBody blueprint,
      @QueryParam("file") @DefaultValue(SarifLog.DEFAULT_FILE) String file,
      @Context HttpHeaders headers) {
    return AuditAnswer.of(AuditReport.of(blueprint), headers, file);
  }

  @GET
  @Path("/{id}/audit")
  @Produces({MediaType.APPLICATION_JSON, SarifLog.MEDIA_TYPE})
  @RunOnVirtualThread
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AuditReport.class)))
  @Operation(operationId = "getAudit", summary = "Check a stored blueprint for security")
  public Response auditStored(
      @PathParam("id") String id,
      @QueryParam("file") @DefaultValue(SarifLog.DEFAULT_FILE) String file,
      @Context HttpHeaders headers) {
    return AuditAnswer.of(AuditReport.of(store.get(id).blueprint()), headers, file);
  }
}
