package dev.cyanotype.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.request.RequestId;
import dev.cyanotype.security.AccessRules;
import dev.cyanotype.security.Role;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/// Puts into the OpenAPI document what cannot be inferred from the resources: descriptions,
/// examples, the events of streams, problems.
///
/// It stands in the resources `openapi/*.yaml`, as merge patches of the inferred document and, in
/// `openapi/operations/<operationId>.yaml`, of one operation each. Runs when the service is built,
/// so that nothing of it is in the running one.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DescribedApi implements OASFilter {

  private static final List<String> PARTS =
      List.of(
          "service",
          "problems",
          "events",
          "chat",
          "streams",
          "blueprints",
          "deployments",
          "conversation",
          "models",
          "templates");
  private static final String EVERY_OPERATION = "every-operation";
  private static final String EVERY_OPERATION_WITH_A_KEY = "every-operation-with-a-key";
  private static final String EVERY_OPERATION_WITH_A_BODY = "every-operation-with-a-body";

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    ObjectNode tree = tree(document);
    PARTS.forEach(part -> MergePatch.apply(tree, patch(part).orElseThrow()));
    addRequestIds(tree.at("/components/responses"));
    for (var path : tree.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        AccessRules.roleFor(method, path.getKey())
            .ifPresent(role -> requireKey((ObjectNode) operation.getValue(), role));
        describe((ObjectNode) operation.getValue());
      }
    }
    replace(document, model(tree));
  }

  private void requireKey(ObjectNode operation, Role role) {
    MergePatch.apply(operation, patch(EVERY_OPERATION_WITH_A_KEY).orElseThrow());
    operation.put("x-required-role", role.id());
  }

  private void describe(ObjectNode operation) {
    patch(EVERY_OPERATION).ifPresent(patch -> MergePatch.apply(operation, patch));
    if (operation.has("requestBody")) {
      patch(EVERY_OPERATION_WITH_A_BODY).ifPresent(patch -> MergePatch.apply(operation, patch));
    }
    patch("operations/" + operation.path("operationId").asText())
        .ifPresent(patch -> MergePatch.apply(operation, patch));
    addRequestIds(operation.path("responses"));
  }

  private static void addRequestIds(JsonNode responses) {
    for (JsonNode response : responses) {
      if (!response.has("$ref")) {
        ((ObjectNode) response)
            .withObjectProperty("headers")
            .putObject(RequestId.HEADER)
            .put("$ref", "#/components/headers/RequestId");
      }
    }
  }

  private Optional<JsonNode> patch(String name) {
    try (InputStream yaml = DescribedApi.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
      return yaml == null
          ? Optional.empty()
          : Optional.of(
              mapper.valueToTree(
                  YamlDocument.parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
                      .tree()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode tree(OpenAPI document) {
    try {
      return (ObjectNode) mapper.readTree(plain().withInitialModel(document).build().toJSON());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenAPI model(ObjectNode tree) {
    byte[] json = tree.toString().getBytes(StandardCharsets.UTF_8);
    return plain().withCustomStaticFile(() -> new ByteArrayInputStream(json)).build().model();
  }

  private static SmallRyeOpenAPI.Builder plain() {
    return SmallRyeOpenAPI.builder()
        .enableModelReader(false)
        .enableStandardStaticFiles(false)
        .enableAnnotationScan(false)
        .enableStandardFilter(false);
  }

  private static void replace(OpenAPI document, OpenAPI described) {
    document.setInfo(described.getInfo());
    document.setServers(described.getServers());
    document.setTags(described.getTags());
    document.setComponents(described.getComponents());
    document.setPaths(described.getPaths());
  }
}
