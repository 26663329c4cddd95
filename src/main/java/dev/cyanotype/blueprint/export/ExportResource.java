package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.given.GivenBlueprint;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// A blueprint that is sent, in the format of another tool: the file itself, or with
/// `Accept: application/json` the file in an object with its warnings.
@Path("/api/v1/blueprints")
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Blueprints", description = "What can be done with a blueprint")
public class ExportResource {

  @POST
  @Path("/export")
  @Produces({
    "application/yaml",
    MediaType.TEXT_PLAIN,
    "text/vnd.mermaid",
    "text/vnd.graphviz",
    MediaType.APPLICATION_JSON
  })
  @Operation(operationId = "exportBlueprint", summary = "Write a blueprint for another tool")
  @APIResponseSchema(Export.class)
  public RestResponse<Object> export(
      @QueryParam("format") String format, @Context HttpHeaders headers, Map<String, Object> body) {
    Export export = Exports.of(format(format), GivenBlueprint.of(body));
    return ExportAnswers.of(export, headers);
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
