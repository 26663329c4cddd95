package dev.cyanotype.conversation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.SseBody;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Deployments in words, on the engine that simulates.
@QuarkusTest
class DeploymentChatTest {

  private static final String PLAN_FOR = "Deploy the simple-web-app template as a simulation";

  @TestHTTPResource("/")
  URI base;

  private final String conversation = UUID.randomUUID().toString();

  @Test
  void planIsShownBeforeAnythingIsDone() {
    SseBody answer = say(PLAN_FOR);

    assertThat(answer.types()).containsExactly("intent", "plan", "text", "done");
    assertThat(answer.done()).isEqualTo("clarification_needed");
    JsonObject plan = plan(answer);
    assertThat(plan.getString("engine")).isEqualTo("fake");
    assertThat(plan.getBoolean("simulated")).isTrue();
    assertThat(answer.text())
        .contains("- create `database` (service)", "simulates", "Answer **yes**")
        .contains(plan.getString("blueprint_id"));
    assertThat(deployments(plan.getString("blueprint_id"))).isEmpty();
  }

  @Test
  void yesBeginsAndIsFollowedToTheEnd() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");

    SseBody answer = say("Yes, please.");

    assertThat(answer.done()).isEqualTo("complete");
    assertThat(answer.data("intent").map(JsonObject.class::cast).toList())
        .first()
        .matches(intent -> intent.getString("intent").equals("deploy"));
    assertThat(answer.types()).contains("plan", "resource", "deployment");
    assertThat(answer.text()).contains("create `web-server`: done in", "succeeded");
    assertThat(deployments(blueprint)).hasSize(1);
  }

  @Test
  void yesIsGoodForOneTime() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");
    say("yes");

    assertThat(say("yes").types()).doesNotContain("deployment");
    assertThat(deployments(blueprint)).hasSize(1);
  }

  @Test
  void otherWordsInBetweenCallItOff() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");
    say("yes, but with three databases");

    assertThat(say("yes").types()).doesNotContain("deployment");
    assertThat(deployments(blueprint)).isEmpty();
  }

  @Test
  void noDoesNothing() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");

    assertThat(say("no").text()).contains("nothing has been done");
    assertThat(say("yes").types()).doesNotContain("deployment");
    assertThat(deployments(blueprint)).isEmpty();
  }

  @Test
  void yesInAnotherConversationIsNone() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");

    SseBody elsewhere = say("yes", new JsonObject().put("conversation_id", "another"));

    assertThat(elsewhere.types()).doesNotContain("deployment");
    assertThat(deployments(blueprint)).isEmpty();
  }

  @Test
  void whatTheConversationDesignedIsDeployed() {
    SseBody design = say("Use the simple-web-app template but name it twig");
    assertThat(design.types()).contains("blueprint");

    SseBody answer = say("deploy it as a simulation");

    JsonObject stored = stored(plan(answer).getString("blueprint_id"));
    JsonObject designed =
        design.data("blueprint").map(JsonObject.class::cast).findFirst().orElseThrow();
    assertThat(stored.getJsonObject("blueprint")).isEqualTo(designed);
    String again = plan(say("deploy it as a simulation")).getString("blueprint_id");
    assertThat(again).as("stored once").isEqualTo(stored.getString("id"));
  }

  @Test
  void statusRollbackAndDestructionOfWhatWasDeployed() {
    String blueprint = plan(say(PLAN_FOR)).getString("blueprint_id");
    String first = begun(say("yes"));
    assertThat(say("What is the status of the deployment?").text())
        .contains(
            "deploy of **simple-web-app** (`" + blueprint + "`) on `fake`", "succeeded", first);
    assertThat(say("Roll it back").text()).contains("Nothing was deployed before", first);

    change(blueprint);
    say(PLAN_FOR.replace("the simple-web-app template", blueprint));
    begun(say("yes"));
    SseBody back = say("Roll it back");
    assertThat(back.text()).contains("Going back to version 1");
    assertThat(plan(back).getInteger("version")).isEqualTo(1);
    assertThat(say("yes").done()).isEqualTo("complete");
    assertThat(latest(blueprint).getString("kind")).isEqualTo("rollback");

    assertThat(say("tear it down").text()).contains("with its data", "- delete `database`");
    assertThat(say("confirm").done()).isEqualTo("complete");
    assertThat(latest(blueprint).getString("kind")).isEqualTo("destroy");
    assertThat(say("destroy it").text()).contains("Nothing of this blueprint is deployed");

    given().delete("/api/v1/blueprints/" + blueprint).then().statusCode(204);
    assertThat(say("What is the status of the deployment?").text())
        .contains("deploy of `" + blueprint + "`, which was deleted since, on `fake`");
  }

  @Test
  void answersInOnePieceSayWhatToPoll() {
    JsonObject plan = chat(PLAN_FOR);
    assertThat(plan.getString("status")).isEqualTo("clarification_needed");
    assertThat(plan.getJsonObject("plan").getBoolean("changes")).isTrue();

    JsonObject begun = chat("yes");

    String id = begun.getJsonObject("deployment").getString("id");
    assertThat(begun.getString("response")).contains("GET /api/v1/deployments/" + id);
    await()
        .untilAsserted(
            () ->
                assertThat(given().get("/api/v1/deployments/" + id).jsonPath().getString("status"))
                    .isEqualTo("succeeded"));
  }

  @Test
  void withoutAConversationTheCallIsNamed() {
    SseBody answer = say(PLAN_FOR, new JsonObject());

    assertThat(answer.text())
        .contains("`POST /api/v1/blueprints/" + plan(answer).getString("blueprint_id") + "/deploy");
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    String unknown = UUID.randomUUID().toString();

    assertThat(say("Deploy it").text()).contains("Which blueprint");
    assertThat(say("Roll it back").text()).contains("Which blueprint");
    assertThat(say("deploy " + unknown + " on docker").text())
        .contains("There is no stored blueprint `" + unknown + "`");
    assertThat(say("status", new JsonObject().put("blueprint_id", "nonsense")).text())
        .contains("There is no stored blueprint `nonsense`");
  }

  private SseBody say(String message) {
    return say(message, new JsonObject().put("conversation_id", conversation));
  }

  private SseBody say(String message, JsonObject context) {
    JsonObject request = new JsonObject().put("message", message).put("context", context);
    return SseBody.post(base.resolve("/api/v1/conversation/chat-stream"), request.encode())
        .isFramedExactly();
  }

  private JsonObject chat(String message) {
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
    return new JsonObject(answer);
  }

  private static JsonObject plan(SseBody answer) {
    return answer
        .data("plan")
        .map(JsonObject.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.response().body()));
  }

  private static String begun(SseBody answer) {
    return answer
        .data("deployment")
        .map(JsonObject.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.response().body()))
        .getString("id");
  }

  private static JsonObject stored(String id) {
    return new JsonObject(given().get("/api/v1/blueprints/" + id).asString());
  }

  private static void change(String id) {
    JsonObject wrapper = stored(id);
    wrapper.getJsonObject("blueprint").put("description", "Changed");
    JsonArray resources = wrapper.getJsonObject("blueprint").getJsonArray("resources");
    resources.getJsonObject(resources.size() - 1).getJsonObject("specs").put("memory", "2GB");
    given()
        .contentType("application/json")
        .body(wrapper.encode())
        .put("/api/v1/blueprints/" + id)
        .then()
        .statusCode(200);
  }

  private static List<Object> deployments(String blueprintId) {
    return given()
        .get("/api/v1/deployments?blueprint_id=" + blueprintId)
        .jsonPath()
        .getList("deployments");
  }

  private static JsonObject latest(String blueprintId) {
    String list = given().get("/api/v1/deployments?blueprint_id=" + blueprintId).asString();
    return new JsonObject(list).getJsonArray("deployments").getJsonObject(0);
  }
}
