package dev.cyanotype.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.cyanotype.SseBody;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Blueprints and answers in one piece through the `openai` provider.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class OpenAiDesignTest {

  private static final String DESIGN = "/api/v1/conversation/generate-blueprint-stream";

  @TestHTTPResource URI base;

  private SseBody design(String description) {
    return SseBody.post(
        base.resolve(DESIGN), new JsonObject().put("description", description).encode());
  }

  @Test
  void resourcesAreAnnouncedBeforeTheBlueprintIsWhole() {
    SseBody body = design("scenario:blueprint").isFramedExactly();

    List<String> types = body.types();
    assertThat(types.subList(0, 2)).containsExactly("status", "status");
    assertThat(body.data("status"))
        .containsExactly("Analyzing requirements...", "Generating blueprint...");
    assertThat(body.data("resource").map(data -> ((JsonObject) data).getString("name")))
        .containsExactly("db", "web");
    assertThat(types.indexOf("resource")).isLessThan(types.lastIndexOf("text"));
    assertThat(types.subList(types.size() - 3, types.size()))
        .containsExactly("blueprint", "usage", "done");
    JsonObject blueprint = (JsonObject) body.data("blueprint").findFirst().orElseThrow();
    assertThat(blueprint.getString("name")).isEqualTo("shop");
    assertThat(blueprint.getJsonArray("resources")).hasSize(2);
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void brokenBlueprintGoesBackToTheModelWithItsErrors() {
    SseBody body = design("scenario:broken-blueprint");

    assertThat(body.data("status")).contains("Repairing blueprint (1 of 2)...");
    assertThat(body.data("blueprint")).hasSize(1);
    assertThat(body.done()).isEqualTo("complete");
    JsonObject repair = TestingUpstream.CALLS.getLast();
    assertThat(repair.getJsonArray("messages").encode())
        .contains("'nothing' is not a resource of this blueprint")
        .contains("/resources/1/dependencies/0 (line 20)");
  }

  @Test
  void blueprintThatStaysBrokenIsAWarningAfterTwoRepairs() {
    SseBody body = design("scenario:never-a-blueprint");

    assertThat(body.data("status"))
        .endsWith("Repairing blueprint (1 of 2)...", "Repairing blueprint (2 of 2)...");
    assertThat(body.data("blueprint")).isEmpty();
    assertThat(body.data("warning")).singleElement().asString().contains("no usable blueprint");
    assertThat(body.done()).isEqualTo("complete");
  }

  @Test
  void failingModelIsAnErrorAndThenDone() {
    SseBody body = design("scenario:failing");

    assertThat(body.types()).containsExactly("status", "status", "error", "done");
    assertThat(body.done()).isEqualTo("error");
  }

  @Test
  void templateThatIsNamedIsPutBeforeTheModel() {
    String message =
        "Use the ha-web-app template but increase capacity for 100k users scenario:blueprint";
    given()
        .contentType("application/json")
        .body(new JsonObject().put("message", message).encode())
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(200)
        .body("intent", is("customize_template"))
        .body("blueprint.name", is("shop"))
        .body("provider", is("openai"))
        .body("status", is("complete"));

    assertThat(TestingUpstream.CALLS.getLast().encode()).contains("name: ha-web-app");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "refused, 502, (429)",
    "failing, 502, (503)",
    "not-a-stream, 502, not a chat completion",
    "length, 502, finish_reason is length",
    "never, 504, took too long",
  })
  void failureOfTheModelIsAGatewayProblem(String scenario, int status, String cause) {
    given()
        .contentType("application/json")
        .body("{\"message\":\"scenario:" + scenario + "\",\"provider\":\"brief\"}")
        .post("/api/v1/conversation/chat")
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("detail", containsString(cause))
        .body("detail", not(containsString(TestingUpstream.KEY)));
  }

  @Test
  void suggestionsAreTheItemsOfTheModelsList() {
    JsonObject blueprint =
        (JsonObject) design("scenario:blueprint").data("blueprint").findFirst().orElseThrow();
    blueprint.put("description", "scenario:suggestions");

    given()
        .contentType("application/json")
        .body(blueprint.encode())
        .post("/api/v1/conversation/suggest-improvements")
        .then()
        .statusCode(200)
        .body("suggestions", is(List.of("db: add a replica", "web: use TLS")));
  }
}
