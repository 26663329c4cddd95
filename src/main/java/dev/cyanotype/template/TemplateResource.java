package dev.cyanotype.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// The library over HTTP. Everything is in memory, so nothing here waits; only bodies, which may be
/// large, are read elsewhere than on the event loop.
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "Templates", description = "Blueprints to start from")
public class TemplateResource {

  private static final String YAML = "application/yaml";

  @Schema(name = "TemplateList")
  public record Summaries(List<TemplateSummary> templates, int count) {}

  @Schema(name = "TemplateSearch")
  public record Found(String query, List<TemplateSummary> templates, int count) {}

  @Schema(name = "TemplateBlueprint")
  public record Single(@JsonProperty("template_id") String templateId, Blueprint blueprint) {}

  public record Categories(List<Category> categories) {}

  private final TemplateLibrary library;

  TemplateResource(TemplateLibrary library) {
    this.library = library;
  }

  @GET
  @Operation(
      operationId = "listTemplates",
      summary = "List the templates, all or those of a category or complexity")
  public Summaries list(
      @QueryParam("category") String category, @QueryParam("complexity") String complexity) {
    TemplateFilter filter = TemplateFilter.of(category, complexity);
    List<TemplateSummary> templates =
        library.all().stream().filter(filter::fits).map(TemplateSummary::of).toList();
    return new Summaries(templates, templates.size());
  }

  @GET
  @Path("/categories")
  @Operation(operationId = "listCategories", summary = "List the categories")
  public Categories categories() {
    return new Categories(List.of(Category.values()));
  }

  @GET
  @Path("/search")
  @Operation(
      operationId = "searchTemplates",
      summary = "Find templates by words, best first; typos and synonyms are understood")
  public Found search(
      @QueryParam("query") String query, @QueryParam("limit") @DefaultValue("5") String limit) {
    SearchRequest request = SearchRequest.of(query, limit);
    List<TemplateSummary> templates =
        library.search(request.query(), request.limit()).stream().map(TemplateSummary::of).toList();
    return new Found(request.query(), templates, templates.size());
  }

  @GET
  @Path("/{template_id}")
  @Operation(operationId = "getTemplate", summary = "Get a template's blueprint")
  public Single get(@PathParam("template_id") String id) {
    Template template = template(id);
    return new Single(template.id(), template.blueprint());
  }

  @GET
  @Path("/{template_id}")
  @Produces(YAML + ";qs=0.5")
  @Operation(hidden = true)
  public RestResponse<String> yaml(@PathParam("template_id") String id) {
    return ResponseBuilder.ok(BlueprintCodec.writeYaml(template(id).blueprint()), YAML).build();
  }

  @POST
  @Path("/{template_id}/customize")
  @Blocking
  @RunOnVirtualThread
  @CustomDeserialization(CustomizeRequest.WithNaN.class)
  @Operation(
      operationId = "customizeTemplate",
      summary = "Make a blueprint of a template: rename it, scale its CPU and memory")
  public Blueprint customize(@PathParam("template_id") String id, CustomizeRequest request) {
    Template template = template(id);
    Blueprint customized =
        Optional.ofNullable(request)
            .orElse(CustomizeRequest.NOTHING)
            .toCustomization(template)
            .applyTo(template);
    return BlueprintBody.required(BlueprintCodec.toTree(customized), "");
  }

  private Template template(String id) {
    return library.find(id).orElseThrow(() -> unknown(id));
  }

  private ProblemException unknown(String id) {
    String hint =
        library
            .nearestId(id)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("GET /api/v1/templates lists those there are.");
    return ProblemException.notFound("There is no template of this id; " + hint);
  }
}
