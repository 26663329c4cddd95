package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Checks a blueprint for security.
@Path("/api/v1/blueprints")
@Consumes({
  MediaType.APPLICATION_JSON,
  BlueprintBodyReader.YAML,
  BlueprintBodyReader.X_YAML,
  BlueprintBodyReader.TEXT_YAML
})
@RunOnVirtualThread
@Tag(name = "Blueprints")
public class AuditResource {

  @POST
  @Path("/audit")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "auditBlueprint", summary = "Check a blueprint for security")
  public AuditReport audit(BlueprintBody blueprint) {
    return AuditReport.of(blueprint);
  }

  @POST
  @Path("/audit")
  @Produces(SarifLog.MEDIA_TYPE + ";qs=0.5")
  @Operation(hidden = true)
  public SarifLog sarif(
      BlueprintBody blueprint,
      @QueryParam("file") @DefaultValue(SarifLog.DEFAULT_FILE) String file) {
    return SarifLog.of(AuditReport.of(blueprint), file);
  }
}
