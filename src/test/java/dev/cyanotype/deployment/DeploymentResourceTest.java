package dev.cyanotype.deployment;

import static dev.cyanotype.deployment.TestingBlueprints.change;
import static dev.cyanotype.deployment.TestingBlueprints.resource;
import static dev.cyanotype.deployment.TestingBlueprints.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Deployments over HTTP, on the simulated engine.
@QuarkusTest
class DeploymentResourceTest {

  private static final Map<String, Object> SMALL = Map.of("memory", "1GB");
  private static final Map<String, Object> LARGE = Map.of("memory", "2GB");
  private static final Map<String, Object> SLOW = Map.of("fake", Map.of("delay", "60s"));
  private static final Map<String, Object> FAILING = Map.of("fake", Map.of("fail", "create"));
  private static final String DEPLOYMENTS = "/api/v1/deployments/";

  @TestHTTPResource URI base;

  private static String of(String blueprint, String what) {
    return "/api/v1/blueprints/" + blueprint + "/" + what;
  }

  private static String shop() {
    return stored(resource("web", SMALL, "db"), resource("db", SMALL));
  }

  private static ValidatableResponse post(String address) {
    return given().post(address).then();
  }

  private static ValidatableResponse get(String address) {
    return given().get(address).then();
  }

  @Test
  void anEngineThatIsNotConfiguredSaysWhatToSetAndNotToWait() {
    Stream.of("plan", "deploy")
        .forEach(
            what ->
                post(of(shop(), what + "?engine=proxmox"))
                    .statusCode(503)
                    .header("Retry-After", nullValue())
                    .body("detail", containsString("set CYANOTYPE_DEPLOYMENT_PROXMOX_URL")));
  }

  private static String begun(String blueprint, String what) {
    return post(of(blueprint, what)).statusCode(202).extract().path("id");
  }

  private static ValidatableResponse ended(String deployment) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              String status = get(DEPLOYMENTS + deployment).extract().path("status");
              return Status.of(status).orElseThrow().isEnded();
            });
    return get(DEPLOYMENTS + deployment);
  }

  private static ValidatableResponse deployed(String blueprint) {
    return ended(begun(blueprint, "deploy"));
  }

  /// `name=state` of each step.
  private static List<String> states(ValidatableResponse deployment) {
    List<Map<String, Object>> steps = deployment.extract().path("steps");
    return steps.stream().map(step -> step.get("name") + "=" + step.get("state")).toList();
  }

  private static List<String> actions(ValidatableResponse plan) {
    List<Map<String, Object>> steps = plan.extract().path("steps");
    return steps.stream().map(step -> step.get("action") + " " + step.get("name")).toList();
  }

  private static ValidatableResponse plan(String blueprint) {
    return post(of(blueprint, "plan")).statusCode(200);
  }

  private SseBody streamed(String address, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(address))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(30))
            .build();
    return SseBody.send(request).isFramedExactly();
  }

  @Test
  void planSaysWhatWouldBeDoneAndDoesNothing() {
    String shop = shop();

    ValidatableResponse plan = plan(shop);

    assertThat(actions(plan)).containsExactly("create db", "create web");
    plan.body("blueprint_id", is(shop))
        .body("version", is(1))
        .body("engine", is("fake"))
        .body("simulated", is(true))
        .body("notice", containsString("nothing real"))
        .body("changes", is(true))
        .body("deployment_id", nullValue())
        .body("summary.create", is(2))
        .body("summary.unchanged", is(0))
        .body("steps.stage", contains(1, 2))
        .body("steps[1].after", contains("db"))
        .body("warnings", empty());
    assertThat(actions(post(of(shop, "deploy?dry_run=true")).statusCode(200)))
        .containsExactly("create db", "create web");
    get(of(shop, "deployments")).statusCode(200).body("deployed", empty());
    get(DEPLOYMENTS + "?blueprint_id=" + shop).body("total", is(0));
  }

  @Test
  void deploymentCanBePolled() {
    String shop = shop();

    String location =
        post(of(shop, "deploy"))
            .statusCode(202)
            .body("blueprint_id", is(shop))
            .body("simulated", is(true))
            .extract()
            .header("Location");

    String path = URI.create(location).getPath();
    assertThat(path).startsWith(DEPLOYMENTS);
    ended(path.substring(DEPLOYMENTS.length()))
        .body("status", is("succeeded"))
        .body("kind", is("deploy"))
        .body("engine", is("fake"))
        .body("version", is(1))
        .body("on_failure", is("rollback"))
        .body("requested_by", startsWith("address:"))
        .body("resumed", is(0))
        .body("error", nullValue())
        .body("notice", containsString("simulates"))
        .body("steps.name", contains("db", "web"))
        .body("steps.state", everyItem(is("done")));
    get(of(shop, "deployments")).body("deployed.version", contains(1));
    assertThat(actions(plan(shop))).containsExactly("unchanged db", "unchanged web");
  }

  @Test
  void deploymentIsStreamedFromPlanToDone() {
    String shop = shop();

    SseBody stream = streamed(of(shop, "deploy"), "{}");

    assertThat(stream.done()).isEqualTo("complete");
    assertThat(stream.types()).startsWith("plan").endsWith("deployment", "done");
    assertThat(stream.data("resource").map(DeploymentResourceTest::progress).distinct())
        .containsExactly("db started", "db done", "web started", "web done");
    JsonObject plan = (JsonObject) stream.data("plan").findFirst().orElseThrow();
    JsonObject end = (JsonObject) stream.data("deployment").findFirst().orElseThrow();
    assertThat(plan.getBoolean("simulated")).isTrue();
    assertThat(end.getString("status")).isEqualTo("succeeded");
    assertThat(end.getString("id")).isEqualTo(plan.getString("deployment_id"));
    assertThat(stream.response().headers().firstValue("Location"))
        .hasValue(DEPLOYMENTS + end.getString("id"));
    assertThat(stream.data("resource").map(JsonObject.class::cast))
        .allMatch(one -> one.getBoolean("simulated"))
        .filteredOn(one -> one.getString("state").equals("done"))
        .allMatch(one -> one.getLong("duration_ms") >= 0);
  }

  private static String progress(Object resource) {
    JsonObject one = (JsonObject) resource;
    return one.getString("name") + " " + one.getString("state");
  }

  @Test
  void eventsAreToldAgainFromTheStart() {
    String shop = shop();
    SseBody first = streamed(of(shop, "deploy"), "{}");
    JsonObject end = (JsonObject) first.data("deployment").findFirst().orElseThrow();

    SseBody again =
        SseBody.send(
            HttpRequest.newBuilder(base.resolve(DEPLOYMENTS + end.getString("id") + "/events"))
                .timeout(Duration.ofSeconds(20))
                .build());

    assertThat(again.types()).isEqualTo(first.types());
    assertThat(again.done()).isEqualTo("complete");
  }

  @Test
  void dryRunCanBeStreamed() {
    SseBody stream = streamed(of(shop(), "deploy"), "{\"dry_run\":true}");

    assertThat(stream.types()).containsExactly("plan", "done");
  }

  @Test
  void refusalsOfAStreamAreProblems() {
    String shop = shop();

    given()
        .accept("text/event-stream")
        .post(of(shop, "deploy?engine=cloud"))
        .then()
        .statusCode(422)
        .contentType("application/problem+json");
    assertThat(streamed(of(shop, "deploy"), "{}").done()).isEqualTo("complete");
  }

  @Test
  void changedBlueprintIsUpdatedAndRolledBack() {
    String shop = shop();
    deployed(shop);
    change(shop, resource("web", SMALL, "db"), resource("db", LARGE), resource("cache", SMALL));
    ValidatableResponse plan = plan(shop);
    assertThat(actions(plan)).containsExactly("update db", "unchanged web", "create cache");
    plan.body("steps[0].changes[0].name", is("memory"))
        .body("steps[0].changes[0].from", is("1GB"))
        .body("steps[0].changes[0].to", is("2GB"))
        .body("version", is(2));
    String second =
        deployed(shop)
            .body("status", is("succeeded"))
            .body("previous_version", is(1))
            .extract()
            .path("id");

    String rollback = post(DEPLOYMENTS + second + "/rollback").statusCode(202).extract().path("id");

    ended(rollback)
        .body("status", is("succeeded"))
        .body("kind", is("rollback"))
        .body("rollback_of", is(second))
        .body("version", is(1));
    get(of(shop, "deployments")).body("deployed.version", contains(1));
    get(of(shop, "drift")).body("in_sync", is(true)).body("version", is(1));
    assertThat(actions(plan(shop))).contains("update db", "create cache");
  }

  @Test
  void restOfManyChangesIsCountedWhereverTheyAreShown() {
    String shop = stored(resource("web", settings("a")));
    deployed(shop);
    TestingBlueprints.change(shop, resource("web", settings("b")));

    plan(shop)
        .body("steps[0].changes", hasSize(50))
        .body("steps[0].changes_left_out", is(10))
        .body("steps[0]", not(hasKey("after_left_out")));
    get(of(shop, "drift")).body("in_sync", is(true));
    deployed(shop)
        .body("steps[0].changes", hasSize(50))
        .body("steps[0].changes_left_out", is(10))
        .body("steps[0]", not(hasKey("after_left_out")));
  }

  private static Map<String, Object> settings(String value) {
    return IntStream.range(0, 60).boxed().collect(Collectors.toMap(i -> "setting" + i, i -> value));
  }

  @Test
  void versionCanBeNamed() {
    String shop = shop();
    change(shop, resource("db", SMALL));

    ended(begun(shop, "deploy?version=1")).body("version", is(1)).body("steps.size()", is(2));
    post(of(shop, "deploy?version=3")).statusCode(422).body("errors.pointer", contains("version"));
  }

  @Test
  void rollbackNeedsAVersionBeforeAndTheLatestDeployment() {
    String shop = shop();
    String first = deployed(shop).extract().path("id");
    post(DEPLOYMENTS + first + "/rollback")
        .statusCode(409)
        .body("detail", containsString("destroy"));
    change(shop, resource("db", SMALL));
    String second = deployed(shop).extract().path("id");

    post(DEPLOYMENTS + first + "/rollback").statusCode(409).body("detail", containsString(second));
  }

  @Test
  void failureRollsBackWhatWasMadeAndSkipsWhatDependsOnIt() {
    String shop =
        stored(
            resource("web", SMALL, "api"), resource("api", FAILING, "db"), resource("db", SMALL));

    ValidatableResponse deployment = deployed(shop);

    deployment
        .body("status", is("failed_rolled_back"))
        .body("error", containsString("api"))
        .body("error", containsString("simulated"));
    assertThat(states(deployment))
        .containsExactly("db=rolled_back", "api=rolled_back", "web=skipped");
    deployment.body("steps[2].error", containsString("api"));
    assertThat(actions(plan(shop))).containsExactly("create db", "create api", "create web");
    get(of(shop, "deployments")).body("deployed", empty());
    post(DEPLOYMENTS + deployment.extract().path("id") + "/rollback").statusCode(409);
  }

  @Test
  void failureCanBeKept() {
    String shop =
        stored(
            resource("web", SMALL, "api"),
            resource("api", FAILING),
            resource("db", SMALL, "cache"),
            resource("cache", Map.of("fake", Map.of("delay", "50ms"))));

    ValidatableResponse deployment = ended(begun(shop, "deploy?on_failure=keep"));

    deployment.body("status", is("failed_kept"));
    assertThat(states(deployment))
        .containsExactlyInAnyOrder("api=failed", "cache=done", "db=done", "web=skipped");
    get(of(shop, "deployments")).body("deployed.complete", contains(false));
    get(of(shop, "drift")).statusCode(409);
  }

  @Test
  void failedUpdateGoesBackToTheVersionBefore() {
    String shop = stored(resource("db", SMALL), resource("old", SMALL));
    deployed(shop);
    change(shop, resource("db", LARGE), resource("api", FAILING, "db"));

    ValidatableResponse deployment = deployed(shop).body("status", is("failed_rolled_back"));

    assertThat(states(deployment))
        .containsExactly("db=rolled_back", "api=rolled_back", "old=skipped");
    get(of(shop, "drift")).body("in_sync", is(true)).body("version", is(1));
    assertThat(streamed(of(shop, "deploy"), "{}").types())
        .contains("status")
        .endsWith("deployment", "error", "done");
  }

  @Test
  void whatWasDeletedIsMadeAgain() {
    String shop =
        stored(resource("a", SMALL), resource("b", Map.of("fake", Map.of("fail", "delete"))));
    deployed(shop);
    change(shop, resource("c", SMALL));

    ValidatableResponse deployment = deployed(shop).body("status", is("failed_rolled_back"));

    assertThat(states(deployment)).contains("c=rolled_back", "a=rolled_back", "b=rolled_back");
    get(of(shop, "drift")).body("in_sync", is(true));
  }

  @Test
  void whatNoVersionSaysIsNotCalledRolledBack() {
    String shop = stored(resource("db", SMALL), resource("api", FAILING, "db"));
    ended(begun(shop, "deploy?on_failure=keep"));
    change(shop, resource("db", LARGE), resource("api", FAILING, "db"));

    ValidatableResponse deployment = deployed(shop);

    deployment.body("status", is("rollback_failed")).body("error", containsString("no version"));
    assertThat(states(deployment)).contains("db=rollback_failed");
    get(of(shop, "deployments")).body("deployed.complete", contains(false));
  }

  @Test
  void rollbackThatFailsSaysWhatIsLeft() {
    String shop =
        stored(
            resource("db", Map.of("fake", Map.of("fail", "delete"))),
            resource("api", FAILING, "db"));

    ValidatableResponse deployment = deployed(shop);

    deployment.body("status", is("rollback_failed")).body("error", containsString("rolling back"));
    assertThat(states(deployment)).containsExactly("db=rollback_failed", "api=rolled_back");
    get(of(shop, "deployments")).body("deployed.complete", contains(false));
  }

  @Test
  void destructionLeavesNothing() {
    String shop = shop();
    deployed(shop);
    assertThat(actions(post(of(shop, "destroy?dry_run=true")).statusCode(200)))
        .containsExactly("delete web", "delete db");

    ended(begun(shop, "destroy"))
        .body("status", is("succeeded"))
        .body("kind", is("destroy"))
        .body("version", nullValue())
        .body("on_failure", is("keep"))
        .body("steps.name", contains("web", "db"));

    get(of(shop, "deployments")).body("deployed", empty());
    get(of(shop, "drift")).statusCode(409);
    post(of(shop, "destroy")).statusCode(409);
    assertThat(actions(plan(shop))).containsExactly("create db", "create web");
  }

  @Test
  void cancelledDeploymentIsRolledBack() {
    String shop =
        stored(
            resource("db", Map.of("fake", Map.of("delay", "300ms"))), resource("web", SLOW, "db"));
    String deployment = begun(shop, "deploy");

    post(DEPLOYMENTS + deployment + "/cancel").statusCode(200);

    ValidatableResponse end = ended(deployment).body("status", is("cancelled_rolled_back"));
    assertThat(states(end)).last().isEqualTo("web=skipped");
    post(DEPLOYMENTS + deployment + "/cancel").statusCode(409);
    get(of(shop, "deployments")).body("deployed", empty());
  }

  @Test
  void secondDeploymentIsRefusedWhileOneRuns() {
    String shop = stored(resource("db", Map.of("fake", Map.of("delay", "2s"))));
    String running = begun(shop, "deploy");

    post(of(shop, "deploy")).statusCode(409).body("detail", containsString(running));
    post(of(shop, "destroy")).statusCode(409).body("detail", containsString(running));
    post(DEPLOYMENTS + running + "/rollback").statusCode(409);

    ended(running).body("status", is("succeeded"));
  }

  @Test
  void ofManyDeploymentsAtOnceOneBegins() {
    String shop = stored(resource("db", Map.of("fake", Map.of("delay", "3s"))));
    URI address = base.resolve(of(shop, "deploy"));

    try (HttpClient client = HttpClient.newHttpClient()) {
      List<Integer> statuses =
          IntStream.range(0, 50)
              .mapToObj(
                  _ ->
                      client.sendAsync(
                          HttpRequest.newBuilder(address)
                              .POST(HttpRequest.BodyPublishers.noBody())
                              .build(),
                          HttpResponse.BodyHandlers.ofString()))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .map(HttpResponse::statusCode)
              .toList();

      assertThat(statuses).containsOnly(202, 409).containsOnlyOnce(202);
    }
    get(DEPLOYMENTS + "?blueprint_id=" + shop).body("total", is(1));
  }

  @Test
  void clientThatGoesAwayDoesNotStopTheDeployment() throws Exception {
    String shop = stored(resource("db", Map.of("fake", Map.of("delay", "500ms"))));
    try (SseClient client = SseClient.connect(base, 0)) {
      client.send(
          SseClient.head(
              "POST", of(shop, "deploy"), 0, "Content-Length: 0", "Accept: text/event-stream"));
      client.readUntil("\"started\"");
    }

    await()
        .untilAsserted(
            () ->
                get(DEPLOYMENTS + "?blueprint_id=" + shop)
                    .body("deployments.status", contains("succeeded")));
  }

  @Test
  void clientThatIsGoneBeforeTheAnswerLeavesNoStream() throws Exception {
    double before = liveStreams();
    for (int i = 0; i < 40; i++) {
      String shop = stored(resource("db", SMALL));
      try (Socket socket = new Socket(base.getHost(), base.getPort())) {
        socket.setSoLinger(true, 0); // closes at once, by RST
        socket
            .getOutputStream()
            .write(
                SseClient.head(
                    "POST",
                    of(shop, "deploy"),
                    0,
                    "Content-Length: 0",
                    "Accept: text/event-stream"));
        IntStream.range(0, i % 4).forEach(_ -> get(of(shop, "deployments")));
      }
    }

    await().untilAsserted(() -> assertThat(liveStreams()).isEqualTo(before));
  }

  private static double liveStreams() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("cyanotype_streams_live"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void deploymentsAreListedByBlueprintAndStatus() {
    String shop = shop();
    String first = deployed(shop).extract().path("id");
    String second = deployed(shop).extract().path("id");

    get(DEPLOYMENTS + "?limit=1&blueprint_id=" + shop)
        .statusCode(200)
        .header("X-Total-Count", "2")
        .body("total", is(2))
        .body("deployments.id", contains(second))
        .body("deployments[0].steps", nullValue());
    get(DEPLOYMENTS + "?skip=1&status=succeeded&blueprint_id=" + shop)
        .body("deployments.id", contains(first));
    get(DEPLOYMENTS + "?status=interrupted&blueprint_id=" + shop).body("total", is(0));
  }

  @Test
  void engineHasToBeNamedWhereProvidersAreMixed() {
    String shop =
        stored(
            resource("web", "docker", Map.of("image", "nginx:1.29")),
            resource("db", "fake", SMALL));

    post(of(shop, "plan"))
        .statusCode(422)
        .body("errors.pointer", contains("engine"))
        .body("detail", containsString("docker, fake"));
    assertThat(actions(post(of(shop, "plan?engine=fake")).statusCode(200)))
        .containsExactlyInAnyOrder("create web", "create db");
  }

  @Test
  void whatTheEngineRefusesIsAProblemWithPointers() {
    String shop = stored(resource("db", Map.of("fake", Map.of("missing", true))));

    for (String what : List.of("plan", "deploy")) {
      post(of(shop, what))
          .statusCode(422)
          .body("errors.pointer", contains("/resources/0/specs/fake/missing"));
    }
    get(of(shop, "deployments")).body("deployed", empty());
  }

  @ParameterizedTest
  @CsvSource({
    "deploy?engine=cloud, engine",
    "deploy?on_failure=panic, on_failure",
    "deploy?version=one, version",
    "deploy?version=0, version",
    "deploy?version=-1, version",
    "deploy?version=99999999999, version",
    "deploy?dry_run=maybe, dry_run",
    "destroy?engine=cloud, engine",
    "destroy?on_failure=ROLLBACK, on_failure",
    "plan?engine=FAKE, engine",
  })
  void optionsThatThereAreNoneOfAreRefused(String request, String pointer) {
    post(of(shop(), request))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors.pointer", contains(pointer));
  }

  @ParameterizedTest
  @CsvSource({
    "skip=-1, skip",
    "limit=0, limit",
    "limit=201, limit",
    "limit=x, limit",
    "status=x, status"
  })
  void listIsBounded(String query, String pointer) {
    get(DEPLOYMENTS + "?" + query).statusCode(422).body("errors.pointer", contains(pointer));
  }

  @Test
  void nothingIsDoneForAnAnswerThatCannotBeTaken() {
    String shop = shop();

    for (String what : List.of("deploy", "destroy?engine=fake")) {
      given()
          .accept("image/png")
          .post(of(shop, what))
          .then()
          .statusCode(406)
          .contentType("application/problem+json");
    }

    get(DEPLOYMENTS + "?blueprint_id=" + shop).body("total", is(0));
  }

  @Test
  void optionsCanBeABody() {
    String shop = shop();

    given()
        .contentType("application/json")
        .body("{\"engine\":\"fake\",\"on_failure\":\"keep\",\"version\":1}")
        .post(of(shop, "deploy"))
        .then()
        .statusCode(202)
        .body("on_failure", is("keep"));
    given()
        .contentType("application/json")
        .body("{\"engine\":7,\"dryrun\":true}")
        .post(of(shop, "deploy"))
        .then()
        .statusCode(422)
        .body("errors.pointer", containsInAnyOrder("/engine", "/dryrun"));
  }

  @Test
  void whatThereIsNoneOfIsNotFound() {
    Stream.of("plan", "deploy", "destroy")
        .forEach(what -> post(of("no-such-id", what)).statusCode(404));
    Stream.of("drift", "deployments").forEach(what -> get(of("no-such-id", what)).statusCode(404));
    get(DEPLOYMENTS + "no-such-id").statusCode(404).contentType("application/problem+json");
    get(DEPLOYMENTS + "no-such-id/events").statusCode(404);
    post(DEPLOYMENTS + "no-such-id/cancel").statusCode(404);
    post(DEPLOYMENTS + "no-such-id/rollback").statusCode(404);
  }

  @Test
  void deploymentsAreMeasured() {
    String shop = stored(resource("db", Map.of("fake", Map.of("delay", "1s"))));
    String deployment = begun(shop, "deploy");
    assertThat(metric("cyanotype_deployments_running")).noneMatch(line -> line.endsWith(" 0.0"));

    ended(deployment);

    await()
        .untilAsserted(
            () ->
                assertThat(metric("cyanotype_deployments_running"))
                    .containsExactly("cyanotype_deployments_running 0.0"));
    assertThat(metric("cyanotype_deployments_total"))
        .anyMatch(
            line -> line.contains("engine=\"fake\"") && line.contains("outcome=\"succeeded\""));
    assertThat(metric("cyanotype_deployments_steps_seconds_count"))
        .anyMatch(line -> line.contains("action=\"create\"") && line.contains("outcome=\"done\""));
  }

  private static List<String> metric(String name) {
    return get("/q/metrics")
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .toList();
  }

  @Test
  void independentResourcesAreMadeAtTheSameTime() {
    Map<String, Object> some = Map.of("fake", Map.of("delay", "3s"));
    String deployment =
        begun(stored(resource("a", some), resource("b", some), resource("c", some)), "deploy");

    await()
        .untilAsserted(
            () ->
                assertThat(states(get(DEPLOYMENTS + deployment)))
                    .containsExactlyInAnyOrder("a=started", "b=started", "c=started"));

    assertThat(states(ended(deployment))).containsExactlyInAnyOrder("a=done", "b=done", "c=done");
  }
}
