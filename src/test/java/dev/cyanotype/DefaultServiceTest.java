package dev.cyanotype;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a newcomer meets: the service with nothing set.
@QuarkusTest
class DefaultServiceTest {

  @TestHTTPResource URI base;

  private SseBody post(String path, JsonObject body) {
    return SseBody.post(base.resolve("/api/v1/conversation/" + path), body.encode());
  }

  @Test
  void chatAnswersWithoutKeyAndNetwork() {
    SseBody body =
        post("chat-stream", new JsonObject().put("message", "Create a microservices platform"))
            .isFramedExactly();

    JsonObject intent = (JsonObject) body.data("intent").findFirst().orElseThrow();
    assertThat(body.types().getFirst()).isEqualTo("intent");
    assertThat(intent.getString("intent")).isEqualTo("create_blueprint");
    assertThat(intent.getDouble("confidence")).isBetween(0.5, 1.0);
    assertThat(body.text()).contains("```yaml").contains("built-in");
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void generatedBlueprintTakesShapeResourceByResource() {
    SseBody body =
        post(
                "generate-blueprint-stream",
                new JsonObject().put("description", "Kubernetes microservices with monitoring"))
            .isFramedExactly();

    JsonObject blueprint = (JsonObject) body.data("blueprint").findFirst().orElseThrow();
    List<Object> announced = body.data("resource").toList();
    assertThat(announced)
        .as("every resource is announced as it is in the blueprint")
        .isEqualTo(blueprint.getJsonArray("resources").stream().toList());
    assertThat(CheckedBlueprint.fromTree(blueprint.getMap()).errors()).isEmpty();
    assertThat(body.data("warning")).isEmpty();
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void templateIsCustomisedInWords() {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body(
            "{\"message\":"
                + "\"Use the ha-web-app template but increase capacity for 100k users\"}")
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(200)
        .body("intent", is("customize_template"))
        .body("entities.template", is("ha-web-app"))
        .body("blueprint.metadata.template", is("ha-web-app"))
        .body("provider", is("builtin"));
  }

  @Test
  void followUpChangesTheBlueprintOfTheConversation() {
    JsonObject first = chat("I need a PostgreSQL cluster with high availability", "follow-up");
    JsonObject second = chat("now for 50000 users and add redis", "follow-up");

    assertThat(second.getString("name")).isEqualTo(first.getString("name"));
    assertThat(names(second)).containsAll(names(first)).contains("redis");
    assertThat(names(first)).doesNotContain("redis");
  }

  private JsonObject chat(String message, String conversation) {
    JsonObject context = new JsonObject().put("conversation_id", conversation);
    String answer =
        given()
            .contentType("application/json")
            .body(new JsonObject().put("message", message).put("context", context).encode())
            .post("/api/v1/conversation/chat")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    return new JsonObject(answer).getJsonObject("blueprint");
  }

  private static List<String> names(JsonObject blueprint) {
    return blueprint.getJsonArray("resources").stream()
        .map(resource -> ((JsonObject) resource).getString("name"))
        .toList();
  }

  @Test
  void vagueWishIsAskedBack() {
    SseBody body = post("chat-stream", new JsonObject().put("message", "Create a blueprint"));

    assertThat(body.types()).containsExactly("intent", "text", "done");
    assertThat(body.done()).isEqualTo("clarification_needed");
  }

  static List<String> bundledIds() {
    return BundledYaml.IDS;
  }

  /// A native image silently drops a resource that is not listed.
  @ParameterizedTest
  @MethodSource("bundledIds")
  void templateIsServedAsItIsInTheSources(String id) {
    String yaml =
        given().accept("application/yaml").get("/api/v1/templates/" + id).body().asString();

    assertThat(resources(yaml)).isNotEmpty().isEqualTo(resources(BundledYaml.text(id)));
  }

  private static List<Resource> resources(String yaml) {
    return CheckedBlueprint.fromYaml(yaml).blueprint().orElseThrow().resources();
  }

  @ParameterizedTest
  @ValueSource(strings = {"describe-blueprint", "suggest-improvements", "security-audit"})
  void templateCanBeHandedBackAsItCame(String operation) {
    String template = RestAssured.get("/api/v1/templates/redis-cluster").body().asString();

    String answer =
        given()
            .contentType("application/json")
            .body(template)
            .post("/api/v1/conversation/" + operation)
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(answer).contains("redis");
  }

  @Test
  void workloadIsSized() {
    given()
        .contentType("application/json")
        .body("{\"workload\":\"web shop\",\"expected_load\":\"50k users a day\"}")
        .post("/api/v1/conversation/resource-sizing")
        .then()
        .statusCode(200)
        .body("recommendations.size()", not(is(0)));
  }

  @Test
  void auditNamesResourceRuleAndFix() {
    String open =
        """
        {"version":"1.0","name":"open","resources":[
          {"type":"service","name":"db","provider":"docker",
           "specs":{"role":"database","image":"postgres:latest","password":"hunter2"}}]}
        """;

    given()
        .contentType("application/json")
        .body(open)
        .post("/api/v1/conversation/security-audit")
        .then()
        .statusCode(200)
        .body("passed", is(false))
        .body("summary.critical", is(1))
        .body("findings.find { it.id == 'inline-secret' }.resource", is("db"))
        .body("findings.id", hasItem("unpinned-image"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/docs/", "/q/openapi", "/q/health/live", "/q/health/ready", "/q/metrics"})
  void pageIsThere(String path) {
    RestAssured.get(path).then().statusCode(200);
  }

  @Test
  void yamlOfACustomisedTemplateReadsBack() {
    String blueprint =
        given()
            .contentType("application/json")
            .body("{\"name\":\"production-web-app\",\"scale_factor\":1.5}")
            .post("/api/v1/templates/ha-web-app/customize")
            .then()
            .statusCode(200)
            .body("metadata.customized", is(true))
            .body("metadata.estimated_cost", startsWith("$"))
            .extract()
            .asString();

    var read = CheckedBlueprint.fromYaml(blueprint).blueprint().orElseThrow();
    assertThat(CheckedBlueprint.fromYaml(BlueprintCodec.writeYaml(read)).blueprint())
        .hasValue(read);
  }
}
