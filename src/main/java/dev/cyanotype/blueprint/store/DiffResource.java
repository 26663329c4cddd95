package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.BoundedTree;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What is different between blueprints, or between versions of one.
@Path("/api/v1/blueprints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stored blueprints")
@RunOnVirtualThread
public class DiffResource {

  /// Two blueprints, each bare or in a wrapper.
  @RegisterForReflection
  @Schema(name = "BlueprintPair")
  public record Pair(
      @JsonDeserialize(using = BoundedTree.class) Map<String, Object> from,
      @JsonDeserialize(using = BoundedTree.class) Map<String, Object> to) {

    BlueprintDiff diff() {
      List<FieldError> missing = new ArrayList<>();
      if (from == null) {
        missing.add(new FieldError("/from", "must be a blueprint"));
      }
      if (to == null) {
        missing.add(new FieldError("/to", "must be a blueprint"));
      }
      if (!missing.isEmpty()) {
        throw ProblemException.unprocessable(missing);
      }
      return BlueprintDiff.of(
          BlueprintBody.required(bare(from), pointer("/from", from)),
          BlueprintBody.required(bare(to), pointer("/to", to)));
    }

    @SuppressWarnings("unchecked") // what is an object there has the fields' names
    private static Map<String, Object> bare(Map<String, Object> tree) {
      return isWrapped(tree) ? (Map<String, Object>) tree.get("blueprint") : tree;
    }

    private static boolean isWrapped(Map<String, Object> tree) {
      return tree.get("blueprint") instanceof Map<?, ?>;
    }

    private static String pointer(String field, Map<String, Object> tree) {
      return isWrapped(tree) ? field + "/blueprint" : field;
    }
  }

  /// @param from number of the version that is compared
  /// @param to number of the version that it is compared with
  @Schema(name = "VersionDiff")
  public record VersionDiff(
      @JsonProperty("blueprint_id") String blueprintId, int from, int to, BlueprintDiff diff) {}

  private final BlueprintStore store;

  DiffResource(BlueprintStore store) {
    this.store = store;
  }

  @POST
  @Path("/diff")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "diffBlueprints", summary = "Compare two blueprints")
  public BlueprintDiff diff(Pair pair) {
    if (pair == null) {
      throw ProblemException.badRequest("The body must be a JSON object with 'from' and 'to'.");
    }
    return pair.diff();
  }

  @GET
  @Path("/{id}/diff")
  @Operation(operationId = "getDiff", summary = "Compare two versions of a blueprint")
  public VersionDiff versions(
      @PathParam("id") String id, @QueryParam("from") String from, @QueryParam("to") String to) {
    StoredBlueprint latest = store.get(id);
    int after = number("to", to, latest.version(), latest.version());
    int before = number("from", from, Math.max(1, after - 1), latest.version());
    return new VersionDiff(
        id,
        before,
        after,
        BlueprintDiff.of(store.get(id, before).blueprint(), store.get(id, after).blueprint()));
  }

  @POST
  @Path("/{id}/diff")
  @Operation(operationId = "diffVersions", summary = "Compare two versions of a blueprint")
  public VersionDiff compared(
      @PathParam("id") String id, @QueryParam("from") String from, @QueryParam("to") String to) {
    return versions(id, from, to);
  }

  private static int number(String name, String text, int otherwise, int latest) {
    try {
      int number = text == null ? otherwise : Integer.parseInt(text);
      if (number >= 1 && number <= latest) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw ProblemException.unprocessable(
        List.of(new FieldError(name, "must be a version from 1 to " + latest)));
  }
}
