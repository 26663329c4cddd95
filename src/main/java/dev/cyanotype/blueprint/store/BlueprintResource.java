package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.store.BlueprintStore.Created;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BlueprintBodyReader;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/// Stored blueprints over HTTP.
@Path("/api/v1/blueprints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stored blueprints", description = "Blueprints that are kept, with all their versions")
@RunOnVirtualThread
public class BlueprintResource {

  static final String LOCATION = "/api/v1/blueprints/";
  private static final String REPLAYED = "Idempotent-Replayed";

  @Schema(name = "StoredBlueprints")
  public record Summaries(List<BlueprintSummary> blueprints, long total) {}

  @Schema(name = "BlueprintVersions")
  public record VersionList(
      @JsonProperty("blueprint_id") String blueprintId,
      List<VersionSummary> versions,
      long total) {}

  private final BlueprintStore store;

  BlueprintResource(BlueprintStore store) {
    this.store = store;
  }

  @POST
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @APIResponse(responseCode = "201")
  @Operation(operationId = "createBlueprint", summary = "Store a blueprint")
  public RestResponse<StoredBlueprint> create(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      BlueprintBody body,
      @Context RoutingContext request) {
    Blueprint blueprint = body.blueprint();
    Caller caller = Caller.of(request);
    Created created =
        IdempotencyKey.of(shown(request, IdempotencyKey.HEADER, key))
            .map(given -> store.create(blueprint, caller, given))
            .orElseGet(() -> new Created(store.create(blueprint, caller), false));
    ResponseBuilder<StoredBlueprint> answer =
        ResponseBuilder.create(Status.CREATED, created.stored())
            .header(HttpHeaders.LOCATION, LOCATION + created.stored().id())
            .header(HttpHeaders.ETAG, Versions.tag(created.stored().version()));
    return (created.replayed() ? answer.header(REPLAYED, true) : answer).build();
  }

  @GET
  @Operation(
      operationId = "listBlueprints",
      summary = "List stored blueprints, newest change first")
  public RestResponse<Summaries> list(
      @QueryParam("name") String name,
      @QueryParam("provider") String provider,
      @QueryParam("category") String category,
      @QueryParam("skip") String skip,
      @QueryParam("limit") String limit,
      @Context UriInfo uri) {
    Paging paging = Paging.of(skip, limit);
    Page<BlueprintSummary> page = store.list(BlueprintFilter.of(name, provider, category), paging);
    Summaries summaries = new Summaries(page.entries(), page.total());
    return paging.describe(ResponseBuilder.ok(summaries), page.total(), uri).build();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getBlueprint", summary = "Get a stored blueprint")
  public RestResponse<StoredBlueprint> get(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    StoredBlueprint stored = store.get(id);
    return answer(stored, Versions.tag(stored.version()), known);
  }

  @GET
  @Path("/{id}")
  @Produces(BlueprintBodyReader.YAML + ";qs=0.5")
  @Operation(hidden = true)
  public RestResponse<String> yaml(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    StoredBlueprint stored = store.get(id);
    String yaml = BlueprintCodec.writeYaml(stored.blueprint());
    RestResponse<String> answer = answer(yaml, Versions.yamlTag(stored.version()), known);
    answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, BlueprintBodyReader.YAML);
    return answer;
  }

  private static <T> RestResponse<T> answer(T entity, String tag, String known) {
    boolean isKnown =
        Versions.of(HttpHeaders.IF_NONE_MATCH, known).filter(tags -> tags.names(tag)).isPresent();
    ResponseBuilder<T> answer =
        isKnown ? ResponseBuilder.notModified() : ResponseBuilder.ok(entity);
    return answer
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  @PUT
  @Path("/{id}")
  @Consumes({
    MediaType.APPLICATION_JSON,
    BlueprintBodyReader.YAML,
    BlueprintBodyReader.X_YAML,
    BlueprintBodyReader.TEXT_YAML
  })
  @Operation(operationId = "updateBlueprint", summary = "Store a new version of a blueprint")
  public RestResponse<StoredBlueprint> update(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.IF_MATCH) String latest,
      BlueprintBody body,
      @Context RoutingContext request) {
    store.get(id);
    Optional<Versions> allowed = ifMatch(request, latest);
    Blueprint blueprint = body.blueprint();
    requireSame(id, body);
    StoredBlueprint stored = store.update(id, blueprint, allowed, Caller.of(request));
    return ResponseBuilder.ok(stored)
        .header(HttpHeaders.ETAG, Versions.tag(stored.version()))
        .build();
  }

  private static Optional<Versions> ifMatch(RoutingContext request, String latest) {
    return Versions.of(HttpHeaders.IF_MATCH, shown(request, HttpHeaders.IF_MATCH, latest));
  }

  /// A header that is empty is no value to a parameter, but was sent: its client means a condition,
  /// and is not served as if it had none.
  private static String shown(RoutingContext request, String header, String value) {
    return value == null ? request.request().getHeader(header) : value;
  }

  /// What was got under one id is not sent to another one by mistake.
  private static void requireSame(String id, BlueprintBody body) {
    body.beside("id")
        .filter(given -> !given.equals(id))
        .ifPresent(
            _ -> {
              throw ProblemException.unprocessable(
                  List.of(body.errorBeside("id", "must be that of the address, or left out")));
            });
  }

  @DELETE
  @Path("/{id}")
  @APIResponse(responseCode = "204")
  @Operation(operationId = "deleteBlueprint", summary = "Delete a blueprint with all its versions")
  public RestResponse<Void> delete(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.IF_MATCH) String latest,
      @Context RoutingContext request) {
    store.delete(id, ifMatch(request, latest), Caller.of(request));
    return RestResponse.noContent();
  }

  @GET
  @Path("/{id}/versions")
  @Operation(operationId = "listVersions", summary = "List a blueprint's versions, newest first")
  public RestResponse<VersionList> versions(
      @PathParam("id") String id,
      @QueryParam("skip") String skip,
      @QueryParam("limit") String limit,
      @Context UriInfo uri) {
    Paging paging = Paging.of(skip, limit);
    Page<VersionSummary> page = store.versions(id, paging);
    VersionList list = new VersionList(id, page.entries(), page.total());
    return paging.describe(ResponseBuilder.ok(list), page.total(), uri).build();
  }

  @GET
  @Path("/{id}/versions/{version}")
  @Operation(operationId = "getVersion", summary = "Get a version of a blueprint")
  public RestResponse<StoredBlueprint> version(
      @PathParam("id") String id,
      @PathParam("version") String version,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    StoredBlueprint stored = store.get(id, number(version));
    return answer(stored, Versions.tag(stored.version()), known);
  }

  /// @return 0, which no version has, for what is no number
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
