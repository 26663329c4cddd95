package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// A blueprint that is sent or stored, in the format of another tool: the file itself, or with
/// `Accept: application/json` the file in an object with its warnings.
@Path("/api/v1/blueprints")
@Tag(name = "Blueprints")
public class ExportResource {

  private final BlueprintStore store;

  ExportResource(BlueprintStore store) {
    this.store = store;
  }

  @POST
  @Path("/export")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @Produces({
    "application/yaml",
    MediaType.TEXT_PLAIN,
    "text/vnd.mermaid",
    "text/vnd.graphviz",
    MediaType.APPLICATION_JSON
  })
  @RunOnVirtualThread
  @Operation(operationId = "exportBlueprint", summary = "Write a blueprint for another tool")
  @APIResponseSchema(Export.class)
  public RestResponse<Object> export(
      @QueryParam("format") String format, @Context HttpHeaders headers, BlueprintBody body) {
    Blueprint blueprint = body.blueprint();
    return ExportAnswers.of(Exports.of(format(format), blueprint), headers);
  }

  @GET
  @Path("/{id}/export")
  @Produces({
    "application/yaml",
    MediaType.TEXT_PLAIN,
    "text/vnd.mermaid",
    "text/vnd.graphviz",
    MediaType.APPLICATION_JSON
  })
  @RunOnVirtualThread
  @Operation(operationId = "getExport", summary = "Write a stored blueprint for another tool")
  @APIResponseSchema(Export.class)
  public RestResponse<Object> exportStored(
      @PathParam("id") String id,
      @QueryParam("format") String format,
      @Context HttpHeaders headers) {
    Blueprint blueprint = store.get(id).blueprint();
    return ExportAnswers.of(Exports.of(format(format), blueprint), headers);
  }

  private static Format format(String id) {
    return Optional.ofNullable(id).flatMap(Format::of).orElseThrow(ExportResource::unknown);
  }

  private static ProblemException unknown() {
    String known = Arrays.stream(Format.values()).map(Format::id).collect(Collectors.joining(", "));
    return ProblemException.unprocessable(
        List.of(new FieldError("format", "must be one of " + known)));
  }
}
