package dev.cyanotype.blueprint.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds of stored blueprints, whatever database they are in.
@QuarkusTest
class BlueprintStoreTest {

  private static final String BLUEPRINTS = "/api/v1/blueprints";

  private static JsonObject blueprint(String name) {
    JsonObject specs = new JsonObject().put("image", "nginx:1.27").put("cpu", 1);
    return new JsonObject()
        .put("version", "1.0")
        .put("name", name)
        .put("description", "For a test")
        .put(
            "resources",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("type", "service")
                        .put("name", "web")
                        .put("provider", "docker")
                        .put("specs", specs)
                        .put("dependencies", new JsonArray())))
        .put("metadata", new JsonObject());
  }

  private static JsonObject sized(String name, int cpu) {
    JsonObject blueprint = blueprint(name);
    specs(blueprint).put("cpu", cpu);
    return blueprint;
  }

  private static JsonObject specs(JsonObject blueprint) {
    return blueprint.getJsonArray("resources").getJsonObject(0).getJsonObject("specs");
  }

  private static RequestSpecification json(JsonObject body) {
    return given().contentType("application/json").body(body.encode());
  }

  private static Response posted(String body, String path) {
    return given().contentType("application/json").body(body).post(path);
  }

  private static Response post(JsonObject blueprint) {
    return json(blueprint).post(BLUEPRINTS);
  }

  private static String stored(JsonObject blueprint) {
    return post(blueprint).then().statusCode(201).extract().path("id");
  }

  private static String unique(String name) {
    return name + "-" + UUID.randomUUID();
  }

  private static String at(String id) {
    return BLUEPRINTS + "/" + id;
  }

  @Test
  void storedBlueprintIsGotAsItWasSent() {
    JsonObject blueprint = blueprint("shop").put("description", "Café ✓ 😀\tlater");
    Response created = post(blueprint);

    created
        .then()
        .statusCode(201)
        .header("Location", matchesPattern("/api/v1/blueprints/[0-9a-f-]{36}"))
        .header("ETag", "\"1\"")
        .body("version", is(1))
        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"));
    Response got = RestAssured.get(created.header("Location"));
    got.then().statusCode(200).header("ETag", "\"1\"");
    assertThat(got.asString()).isEqualTo(created.asString());
    assertThat(new JsonObject(got.asString()).getJsonObject("blueprint")).isEqualTo(blueprint);
  }

  /// As the documented commands do, with what the service itself gave.
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded"})
  void templateIsStoredAsItCame(String contentType) {
    String template = RestAssured.get("/api/v1/templates/ha-web-app").asString();

    given()
        .contentType(contentType)
        .body(template)
        .post(BLUEPRINTS + "/")
        .then()
        .statusCode(201)
        .body("blueprint.name", is("ha-web-app"));
  }

  @Test
  void yamlGoesInAndOut() {
    String yaml =
        given().accept("application/yaml").get("/api/v1/templates/redis-cluster").asString();
    String id =
        given()
            .contentType("application/yaml")
            .body(yaml.getBytes(StandardCharsets.UTF_8))
            .post(BLUEPRINTS)
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    Response got = given().accept("application/yaml").get(at(id));

    got.then().statusCode(200).header("ETag", "\"1-yaml\"");
    assertThat(got.contentType()).isEqualTo("application/yaml");
    assertThat(CheckedBlueprint.fromYaml(got.asString()).blueprint())
        .isPresent()
        .isEqualTo(CheckedBlueprint.fromYaml(yaml).blueprint());
  }

  /// What it leaves out, and what it comes in when it is got, count as well.
  @ParameterizedTest
  @ValueSource(ints = {49_950, 49_981, 49_982, 49_990, 50_000})
  void blueprintAtItsBoundsCanBeSentBackOrIsRefused(int values) {
    JsonObject blueprint = blueprint("brim");
    blueprint.getJsonArray("resources").getJsonObject(0).remove("dependencies");
    blueprint.getJsonObject("metadata").put("many", new JsonArray(Collections.nCopies(values, 1)));

    Response created = post(blueprint);

    assertThat(created.statusCode()).isIn(201, 422);
    if (created.statusCode() == 201) {
      posted(created.asString(), BLUEPRINTS + "/validate").then().body("valid", is(true));
      given()
          .contentType("application/json")
          .body(RestAssured.get(created.header("Location")).asString())
          .put(created.header("Location"))
          .then()
          .statusCode(200)
          .body("version", is(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {28, 29, 30, 31, 32})
  void blueprintAtItsDepthCanBeSentBackOrIsRefused(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);
    JsonObject blueprint = blueprint("deep").put("metadata", new JsonObject().put("d", 0));

    Response created = posted(blueprint.encode().replace("\"d\":0", "\"d\":" + deep), BLUEPRINTS);

    created.then().statusCode(levels <= 31 ? 201 : 422);
    if (levels <= 31) {
      posted(RestAssured.get(created.header("Location")).asString(), BLUEPRINTS)
          .then()
          .statusCode(201);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", ", ,"})
  void emptyAcceptTakesWhatThereIs(String accept) {
    String id = stored(blueprint("any"));

    for (String path : List.of("", "/audit", "/export?format=json", "/cost")) {
      given().header("Accept", accept).get(at(id) + path).then().statusCode(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad\\u0000name", "../x", "", "😀"})
  void nameThatIsNoneIsRefused(String name) {
    String body = blueprint("x").encode().replace("\"x\"", "\"" + name + "\"");

    given()
        .contentType("application/json")
        .body(body)
        .post(BLUEPRINTS)
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors[0].pointer", is("/name"));
  }

  /// NUL, which PostgreSQL's texts do not hold.
  @Test
  void textThatADatabaseCannotHoldComesBack() {
    String body = blueprint("odd").encode().replace("For a test", "a\\u0000b");

    Response created = given().contentType("application/json").body(body).post(BLUEPRINTS);

    created.then().statusCode(201);
    String id = created.path("id");
    assertThat(RestAssured.get(at(id)).asString()).isEqualTo(created.asString());
    given()
        .get(BLUEPRINTS + "?name=odd")
        .then()
        .statusCode(200)
        .body("blueprints[0].description", is("a\ufffdb"));
  }

  @Test
  void eachChangeIsAVersion() {
    String id = stored(sized("grown", 1));

    json(sized("grown", 2)).put(at(id)).then().statusCode(200).header("ETag", "\"2\"");
    json(sized("grown", 3)).put(at(id)).then().statusCode(200).body("version", is(3));

    given()
        .get(at(id) + "/versions")
        .then()
        .statusCode(200)
        .header("X-Total-Count", "3")
        .body("versions.version", is(List.of(3, 2, 1)))
        .body("blueprint_id", is(id));
    for (int version = 1; version <= 3; version++) {
      given()
          .get(at(id) + "/versions/" + version)
          .then()
          .statusCode(200)
          .body("version", is(version))
          .body("blueprint.resources[0].specs.cpu", is(version));
    }
    given().get(at(id)).then().body("blueprint.resources[0].specs.cpu", is(3));
  }

  @Test
  void whatWasGotCanBeEditedAndSentBack() {
    String id = stored(sized("edited", 1));
    JsonObject got = new JsonObject(RestAssured.get(at(id)).asString());

    json(got).put(at(id)).then().statusCode(200).header("ETag", "\"1\"").body("version", is(1));
    specs(got.getJsonObject("blueprint")).put("cpu", 4);
    json(got).put(at(id)).then().statusCode(200).body("version", is(2));
    json(got.put("id", UUID.randomUUID().toString()))
        .put(at(id))
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"1\" | 200",
        "* | 200",
        "\"7\", \"1\" | 200",
        "\"1-yaml\" | 200",
        "\"2\" | 412",
        "W/\"1\" | 412",
        "\"\" | 412",
        "'' | 400",
        "1 | 400",
        "\"1 | 400",
        "\"1\",, | 400",
        "'; DROP TABLE blueprints' | 400",
      })
  void updateHoldsToIfMatch(String header, int status) {
    String id = stored(sized("locked", 1));

    given()
        .header("If-Match", header)
        .contentType("application/json")
        .body(sized("locked", 2).encode())
        .put(at(id))
        .then()
        .statusCode(status);

    given().get(at(id)).then().body("version", is(status == 200 ? 2 : 1));
  }

  @Test
  void deletionHoldsToIfMatch() {
    String id = stored(blueprint("gone"));

    given().header("If-Match", "\"2\"").delete(at(id)).then().statusCode(412);
    given().header("If-Match", "\"1\"").delete(at(id)).then().statusCode(204).body(is(""));

    given().get(at(id)).then().statusCode(404);
    given().get(at(id) + "/versions").then().statusCode(404);
    given().get(at(id) + "/versions/1").then().statusCode(404);
    given().delete(at(id)).then().statusCode(404);
    json(blueprint("gone")).put(at(id)).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"1\" | 304", "W/\"1\" | 304", "* | 304", "\"0\" | 200", "\"1-yaml\" | 200"})
  void whatIsKnownIsNotSentAgain(String header, int status) {
    String id = stored(blueprint("known"));

    given()
        .header("If-None-Match", header)
        .get(at(id))
        .then()
        .statusCode(status)
        .header("ETag", "\"1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-such-id",
        "..%2Fx",
        "%2e%2e%2fx",
        "' OR 1=1",
        "%00",
        "00000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-00000000000",
        "%F0%9F%98%80"
      })
  void unknownIdIsNotFound(String id) {
    RequestSpecification raw = given().urlEncodingEnabled(false);
    String path = at(id.replace(" ", "%20").replace("'", "%27"));

    raw.get(path).then().statusCode(404).contentType("application/problem+json");
    raw.get(path + "/versions").then().statusCode(404);
    raw.delete(path).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2", "x", "99999999999999999999"})
  void unknownVersionIsNotFound(String version) {
    String id = stored(blueprint("one"));

    given().get(at(id) + "/versions/" + version).then().statusCode(404);
  }

  @Test
  void listIsPagedInAStableOrder() {
    String name = "paged-" + UUID.randomUUID().toString().substring(0, 8);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(stored(blueprint(name + i)));
    }

    Response first = given().queryParam("name", name).queryParam("limit", 2).get(BLUEPRINTS);
    Response last =
        given()
            .queryParam("name", name)
            .queryParam("limit", 2)
            .queryParam("skip", 4)
            .get(BLUEPRINTS);

    first
        .then()
        .statusCode(200)
        .header("X-Total-Count", "5")
        .body("total", is(5))
        .body("blueprints.id", is(ids.subList(0, 2)))
        .body("blueprints[0].resources", is(1))
        .body("blueprints[0].providers", is(List.of("docker")))
        .body("blueprints[0].category", nullValue())
        .header(
            "Link", "</api/v1/blueprints?name=%s&skip=2&limit=2>; rel=\"next\"".formatted(name));
    last.then().body("blueprints.id", is(ids.subList(4, 5))).header("Link", containsString("prev"));
    json(sized(name + 0, 9)).put(at(ids.getLast()));
    given().get(BLUEPRINTS + "?name=" + name).then().body("blueprints[0].id", is(ids.getLast()));
  }

  @Test
  void listIsFiltered() {
    JsonObject metadata = new JsonObject().put("category", "weird_100%");
    String id = stored(blueprint("Filtered_A").put("metadata", metadata));
    stored(blueprint("FilteredXA"));

    given().get(BLUEPRINTS + "?name=filtered_a").then().body("blueprints.id", is(List.of(id)));
    given()
        .queryParam("category", "weird_100%")
        .get(BLUEPRINTS)
        .then()
        .body("blueprints.id", is(List.of(id)));
    given().queryParam("category", "weird").get(BLUEPRINTS).then().body("total", is(0));
    given().queryParam("name", "%").get(BLUEPRINTS).then().body("total", is(0));
    given()
        .get(BLUEPRINTS + "?name=filtered&provider=docker")
        .then()
        .body("blueprints", hasSize(2))
        .body("blueprints.name", everyItem(not(is(""))));
    given().get(BLUEPRINTS + "?name=filtered&provider=proxmox").then().body("total", is(0));
    given().get(BLUEPRINTS + "?name=a%00b%F0%9F%98%80").then().statusCode(200).body("total", is(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skip=-1",
        "skip=x",
        "skip=99999999999999999999",
        "limit=0",
        "limit=201",
        "provider=aws"
      })
  void listThatCannotBeIsRefused(String query) {
    given()
        .get(BLUEPRINTS + "?" + query)
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is(query.substring(0, query.indexOf('='))));
  }

  @Test
  void farEndOfTheListIsEmpty() {
    given()
        .get(BLUEPRINTS + "?skip=9223372036854775807&limit=200")
        .then()
        .statusCode(200)
        .body("blueprints", hasSize(0))
        .header("Link", containsString("rel=\"prev\""))
        .header("Link", not(containsString("next")));
  }

  @Test
  void sameKeyAndBodyAreStoredOnce() {
    String key = unique("key");
    JsonObject blueprint = blueprint("once");

    Response first = json(blueprint).header("Idempotency-Key", "\"" + key + "\"").post(BLUEPRINTS);
    json(sized("once", 7)).put(first.header("Location")).then().statusCode(200);
    Response again = json(blueprint).header("Idempotency-Key", key).post(BLUEPRINTS);

    first.then().statusCode(201).header("Idempotent-Replayed", nullValue());
    again.then().statusCode(201).header("Idempotent-Replayed", "true");
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.asString()).isEqualTo(first.asString());
    json(sized("once", 2)).header("Idempotency-Key", key).post(BLUEPRINTS).then().statusCode(422);
    given().delete(first.header("Location"));
    json(blueprint).header("Idempotency-Key", key).post(BLUEPRINTS).then().statusCode(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "a b", "a\"b", "é"})
  void keyThatIsNoneIsRefused(String key) {
    json(blueprint("once")).header("Idempotency-Key", key).post(BLUEPRINTS).then().statusCode(400);
    json(blueprint("once"))
        .header("Idempotency-Key", "k".repeat(256))
        .post(BLUEPRINTS)
        .then()
        .statusCode(400);
  }

  @Test
  void sameKeyAtTheSameTimeStoresOnce() throws Exception {
    String key = unique("race");
    String name = "race-" + UUID.randomUUID().toString().substring(0, 8);

    List<Response> answers =
        together(12, _ -> json(blueprint(name)).header("Idempotency-Key", key).post(BLUEPRINTS));

    assertThat(answers).extracting(Response::statusCode).containsOnly(201);
    assertThat(answers.stream().map(answer -> answer.header("Location")).distinct()).hasSize(1);
    given().get(BLUEPRINTS + "?name=" + name).then().body("total", is(1));
  }

  @Test
  void ofConcurrentUpdatesOneWinsEachVersion() throws Exception {
    String id = stored(sized("contended", 1));
    for (int version = 1; version <= 2; version++) {
      int expected = version;
      List<Response> answers =
          together(
              50,
              i ->
                  given()
                      .header("If-Match", "\"" + expected + "\"")
                      .contentType("application/json")
                      .body(sized("contended", 100 * expected + i).encode())
                      .put(at(id)));

      assertThat(answers).extracting(Response::statusCode).containsOnly(200, 412);
      assertThat(answers.stream().filter(answer -> answer.statusCode() == 200)).hasSize(1);
    }
    given().get(at(id) + "/versions").then().body("versions.version", is(List.of(3, 2, 1)));
  }

  @Test
  void concurrentUpdatesWithoutConditionAreAllKept() throws Exception {
    String id = stored(sized("busy", 1));

    List<Response> answers = together(30, i -> json(sized("busy", 2 + i)).put(at(id)));

    assertThat(answers).extracting(Response::statusCode).containsOnly(200);
    assertThat(answers.stream().map(answer -> (int) answer.path("version")))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 31).boxed().toList());
  }

  private static List<Response> together(int calls, java.util.function.IntFunction<Response> call)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls);
    try (ExecutorService threads = Executors.newFixedThreadPool(calls)) {
      List<Callable<Response>> tasks =
          IntStream.range(0, calls)
              .<Callable<Response>>mapToObj(
                  i ->
                      () -> {
                        start.await();
                        return call.apply(i);
                      })
              .toList();
      List<Response> answers = new ArrayList<>();
      for (Future<Response> answer : threads.invokeAll(tasks)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void changesAreInTheTrail() {
    String id = stored(blueprint("told"));
    json(sized("told", 2)).header("X-Request-Id", "told-2").put(at(id));
    json(sized("told", 2)).put(at(id));
    given().delete(at(id));

    given()
        .queryParam("target", "blueprint/" + id)
        .get("/api/v1/audit")
        .then()
        .statusCode(200)
        .header("X-Total-Count", "3")
        .body(
            "entries.action",
            is(List.of("blueprint.delete", "blueprint.update", "blueprint.create")))
        .body("entries[1].request_id", is("told-2"))
        .body("entries[1].detail", is("version 2"))
        .body("entries[1].outcome", is("done"))
        .body("entries[1].caller", is("address:127.0.0.1"));
  }

  @Test
  void storedBlueprintIsPricedAuditedAndExportedAsOneThatIsSent() {
    String template = RestAssured.get("/api/v1/templates/simple-web-app").asString();
    String blueprint = new JsonObject(template).getJsonObject("blueprint").encode();
    String id = posted(blueprint, BLUEPRINTS).path("id");

    for (String query :
        List.of("cost?budget=50&catalogue=public-cloud", "export?format=compose", "audit")) {
      String sent = query.replace("cost?", "estimate-cost?");
      assertThat(given().get(at(id) + "/" + query).asString())
          .as(query)
          .isNotEmpty()
          .isEqualTo(posted(blueprint, BLUEPRINTS + "/" + sent).asString());
    }
    given().get(at(id) + "/export?format=punchcard").then().statusCode(422);
    given().get(at(id) + "/cost?currency=shells").then().statusCode(422);
    given()
        .accept("application/sarif+json")
        .get(at(id) + "/audit")
        .then()
        .statusCode(200)
        .contentType("application/sarif+json");
    for (String what : List.of("cost", "audit", "export?format=yaml", "diff")) {
      given().get(BLUEPRINTS + "/no-such-id/" + what).then().statusCode(404);
    }
  }

  @Test
  void versionsAreCompared() {
    String id = stored(sized("compared", 1));
    json(sized("compared", 2)).put(at(id));
    json(sized("compared", 4)).put(at(id));

    given()
        .get(at(id) + "/diff")
        .then()
        .statusCode(200)
        .body("from", is(2))
        .body("to", is(3))
        .body("diff.changed[0].pointer", is("/resources/0/specs/cpu"))
        .body("diff.changed[0].from", is(2))
        .body("diff.changed[0].to", is(4));
    given()
        .post(at(id) + "/diff?from=1&to=3")
        .then()
        .statusCode(200)
        .body("diff.changed[0].from", is(1));
    given()
        .get(at(id) + "/diff?from=4")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("from"));
    given().get(at(id) + "/diff?to=x").then().statusCode(422).body("errors[0].pointer", is("to"));
    json(new JsonObject().put("from", sized("a", 1)).put("to", new JsonObject()))
        .post(BLUEPRINTS + "/diff")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", containsString("/to/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"since=yesterday", "until=2026", "skip=-1", "limit=1000"})
  void trailThatCannotBeIsRefused(String query) {
    given()
        .get("/api/v1/audit?" + query)
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is(query.substring(0, query.indexOf('='))));
  }

  @Test
  void trailIsFilteredByTime() {
    String target = "blueprint/" + stored(blueprint("timed"));

    given().get("/api/v1/audit?until=2020-01-01T00:00:00Z").then().body("total", is(0));
    given()
        .queryParam("since", "2020-01-01T00:00:00+02:00")
        .queryParam("action", "blueprint.create")
        .queryParam("target", target)
        .get("/api/v1/audit")
        .then()
        .body("total", is(1));
    given().get("/api/v1/audit?caller=key:nobody").then().body("total", is(0));
  }
}
