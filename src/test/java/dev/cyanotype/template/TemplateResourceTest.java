package dev.cyanotype.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TemplateResourceTest {

  private static final String TEMPLATES = "/api/v1/templates";
  private static final String CATEGORIES =
      "{\"categories\":[\"web\",\"database\",\"microservices\",\"data\",\"ml\",\"security\","
          + "\"networking\",\"monitoring\"]}";

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void listsTheTemplatesInTheDocumentedOrder(String slash) {
    JsonPath body = get(slash).statusCode(200).contentType(ContentType.JSON).extract().jsonPath();

    assertThat(body.getInt("count")).isEqualTo(10);
    assertThat(body.getList("templates.id")).isEqualTo(BundledTemplates.IDS);
    assertThat(body.getMap("templates[0]").keySet())
        .containsExactly("id", "name", "category", "description", "complexity", "estimated_cost");
    assertThat(body.getMap("")).containsOnlyKeys("templates", "count");
  }

  @Test
  void everyTemplateSaysWhatItCosts() {
    get("").body("templates.estimated_cost", everyItem(matchesPattern("\\$\\d+-\\d+/month")));
  }

  @Test
  void filtersByCategoryAndComplexity() {
    get("/?category=web").body("templates.id", contains("simple-web-app", "ha-web-app"));
    get("?complexity=simple").body("templates.id", contains("simple-web-app", "redis-cluster"));
    get("?category=web&complexity=medium").body("templates.id", contains("ha-web-app"));
    get("?category=ml&complexity=simple")
        .statusCode(200)
        .body("count", equalTo(0))
        .body("templates", hasSize(0));
  }

  @Test
  void anEmptyFilterIsNone() {
    get("?category=&complexity=").body("count", equalTo(10));
  }

  @ParameterizedTest
  @CsvSource({
    "category, games, 'web, database, microservices, data, ml, security, networking, monitoring'",
    "category, WEB, 'web, database, microservices, data, ml, security, networking, monitoring'",
    "complexity, hard, 'simple, medium, advanced'",
  })
  void namesTheAllowedWordsForAnUnknownFilter(String parameter, String value, String allowed) {
    problem(get("?" + parameter + "=" + value), 422)
        .body("errors.pointer", contains(parameter))
        .body("errors.message", contains("must be one of " + allowed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/categories", "/categories/"})
  void listsTheCategories(String path) {
    assertThat(get(path).statusCode(200).extract().asString()).isEqualTo(CATEGORIES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ha-web-app", "/ha-web-app/"})
  void getsATemplate(String path) {
    JsonPath body = get(path).statusCode(200).extract().jsonPath();

    assertThat(body.getMap("").keySet()).hasToString("[template_id, blueprint]");
    assertThat(body.getString("template_id")).isEqualTo("ha-web-app");
    assertThat(body.getMap("blueprint").keySet())
        .hasToString("[version, name, description, resources, metadata]");
    assertThat(body.getMap("blueprint.resources[0]").keySet())
        .hasToString("[type, name, provider, specs, dependencies]");
    assertThat(body.getString("blueprint.version")).isEqualTo("1.0");
    assertThat(body.getString("blueprint.resources[0].type")).isEqualTo("network");
    assertThat(body.getString("blueprint.metadata.template")).isEqualTo("ha-web-app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/json, application/yaml"
      })
  void prefersJson(String accept) {
    given()
        .accept(accept)
        .get(TEMPLATES + "/api-gateway")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/json"))
        .body("template_id", equalTo("api-gateway"));
  }

  @Test
  void everyTemplateIsTheSameInYaml() throws Exception {
    for (String id : BundledTemplates.IDS) {
      String yaml =
          given()
              .accept("application/yaml")
              .get(TEMPLATES + "/" + id)
              .then()
              .statusCode(200)
              .contentType(startsWith("application/yaml"))
              .extract()
              .asString();

      ObjectMapper mapper = new ObjectMapper();
      Object fromYaml =
          BlueprintCodec.toTree(CheckedBlueprint.fromYaml(yaml).blueprint().orElseThrow());
      assertThat(mapper.readTree(mapper.writeValueAsString(fromYaml)))
          .isEqualTo(mapper.readTree(get("/" + id).extract().asString()).get("blueprint"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ha-web-ap, ha-web-app",
    "/ha-webapp, ha-web-app",
    "/postgres-h, postgres-ha",
    "/redis-clutser, redis-cluster"
  })
  void suggestsTheNearestTemplate(String path, String id) {
    problem(get(path), 404).body("detail", containsString("did you mean '" + id + "'?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing-like-it", "/HA", "/..%2f..%2fetc%2fpasswd", "/%00"})
  void knowsNoOtherTemplate(String path) {
    given()
        .urlEncodingEnabled(false)
        .get(TEMPLATES + path)
        .then()
        .statusCode(404)
        .body("detail", not(containsString("did you mean")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/search", "/search/"})
  void searches(String path) {
    JsonPath body = get(path + "?query=kubernetes&limit=5").statusCode(200).extract().jsonPath();

    assertThat(body.getMap("").keySet()).hasToString("[query, templates, count]");
    assertThat(body.getString("query")).isEqualTo("kubernetes");
    assertThat(body.getInt("count")).isEqualTo(body.getList("templates").size());
    assertThat(body.getString("templates[0].id")).isEqualTo("microservices-k8s");
    assertThat(body.getMap("templates[0]").keySet())
        .hasToString("[id, name, category, description, complexity, estimated_cost, score]");
    assertThat(body.getDouble("templates[0].score")).isGreaterThan(1);
  }

  @Test
  void searchesForTypos() {
    get("/search/?query=kuberntes%20monitoring")
        .body("templates[0].id", equalTo("microservices-k8s"));
  }

  @Test
  void findsFiveAtMostUnlessTold() {
    get("/search/?query=database").body("count", equalTo(5));
    get("/search/?query=database&limit=1").body("count", equalTo(1));
    get("/search/?query=database&limit=50").body("count", greaterThan(5));
  }

  @Test
  void findingNothingIsNoError() {
    get("/search/?query=bulb")
        .statusCode(200)
        .body("templates", hasSize(0))
        .body("count", equalTo(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "51", "-1", "abc", "1.5", "99999999999"})
  void refusesALimitOutOfBounds(String limit) {
    problem(get("/search/?query=redis&limit=" + limit), 422)
        .body("errors.pointer", contains("limit"))
        .body("errors.message", contains("must be a whole number from 1 to 50"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?query=", "?query=%20%20"})
  void needsAQuery(String parameters) {
    problem(get("/search/" + parameters), 422).body("errors.pointer", contains("query"));
  }

  @Test
  void refusesALongQuery() {
    get("/search/?query=" + "x".repeat(256)).statusCode(200);
    problem(get("/search/?query=" + "x".repeat(257)), 422)
        .body("errors.message", contains("must be at most 256 characters long"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ha-web-app/customize", "/ha-web-app/customize/"})
  void customizes(String path) {
    JsonPath body =
        customize(
                path,
                """
                {"name": "production-web-app", "scale_factor": 1.5,
                 "description": "Production HA web application", "more": {"is": "ignored"}}
                """)
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(body.getMap("").keySet())
        .hasToString("[version, name, description, resources, metadata]");
    assertThat(body.getString("name")).isEqualTo("production-web-app");
    assertThat(body.getString("description")).isEqualTo("Production HA web application");
    assertThat(body.getString("metadata.template")).isEqualTo("ha-web-app");
    assertThat(body.getDouble("metadata.scale_factor")).isEqualTo(1.5);
  }

  @Test
  void scalesCpuAndMemory() {
    String cpu = "resources.find { it.name == 'database' }.specs.cpu";
    int original = get("/api-gateway").extract().jsonPath().getInt("blueprint." + cpu);

    customize("/api-gateway/customize", "{\"scale_factor\": 2.0}")
        .statusCode(200)
        .body(cpu, equalTo(original * 2));
  }

  @Test
  void takesABodyThatCurlSendsAsAForm() {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("{\"name\": \"from-curl\"}")
        .post(TEMPLATES + "/api-gateway/customize")
        .then()
        .statusCode(200)
        .body("name", equalTo("from-curl"));
  }

  @Test
  void customizingLeavesTheTemplateAsItIs() {
    String before = get("/postgres-ha").extract().asString();
    customize(
            "/postgres-ha/customize",
            "{\"name\":\"mine\",\"description\":\"x\",\"scale_factor\":3}")
        .statusCode(200)
        .body("name", equalTo("mine"));

    assertThat(get("/postgres-ha").extract().asString()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\":null,\"description\":null}", "{\"scale_factor\":1}", ""})
  void changesNothingWhereNothingIsAsked(String body) {
    List<Object> resources =
        get("/api-gateway").extract().jsonPath().getList("blueprint.resources");

    customize("/api-gateway/customize", body)
        .statusCode(200)
        .body("name", equalTo("api-gateway"))
        .body("resources", equalTo(resources));
  }

  @Test
  void needsNoBody() {
    given()
        .post(TEMPLATES + "/api-gateway/customize")
        .then()
        .statusCode(200)
        .body("name", equalTo("api-gateway"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "100.5",
        "\"2\"",
        "null",
        "true",
        "NaN",
        "\"NaN\"",
        "Infinity",
        "-Infinity",
        "1e400",
        "1e-400",
        "[2]",
        "{}",
        "1e999999999"
      })
  void refusesAScaleFactorThatIsNoNumberInBounds(String factor) {
    problem(customize("/ha-web-app/customize", "{\"scale_factor\": " + factor + "}"), 422)
        .body("errors.pointer", contains("/scale_factor"))
        .body("errors.message", contains("must be a number more than 0 and at most 100"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "1e2", "0.5", "1e-300"})
  void takesAScaleFactorInBounds(String factor) {
    customize("/ha-web-app/customize", "{\"scale_factor\": " + factor + "}").statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"a b\"", "\"-a\"", "\"../a\"", "\"a\\nb\"", "\"é\"", "5", "true", "[]"})
  void refusesANameThatABlueprintCannotHave(String name) {
    problem(customize("/ha-web-app/customize", "{\"name\": " + name + "}"), 422)
        .body("errors.pointer", contains("/name"));
  }

  @Test
  void boundsNameAndDescription() {
    customize("/ha-web-app/customize", named("a".repeat(63), "d".repeat(2000))).statusCode(200);
    problem(customize("/ha-web-app/customize", named("a".repeat(64), "d".repeat(2001))), 422)
        .body("errors.pointer", contains("/name", "/description"));
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    problem(
            customize(
                "/ha-web-app/customize",
                "{\"name\": \" \", \"description\": 1, \"scale_factor\": 0}"),
            422)
        .body("errors.pointer", contains("/name", "/description", "/scale_factor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": ", "{name: x}", "[]", "\"text\"", "{} {", "nonsense"})
  void refusesWhatIsNoJsonObject(String body) {
    problem(customize("/ha-web-app/customize", body), 400);
  }

  @Test
  void cannotCustomizeAnUnknownTemplate() {
    problem(customize("/ha-web-ap/customize", "{}"), 404)
        .body("detail", containsString("ha-web-app"));
  }

  @Test
  void readinessCountsTheTemplates() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'templates' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'templates' }.data.count", equalTo(10));
  }

  @Test
  void theApiDescriptionHasTheTemplates() {
    given()
        .accept(ContentType.JSON)
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths.keySet()", hasItem(TEMPLATES + "/{template_id}/customize"))
        .body("components.schemas.CustomizeRequest.properties.scale_factor.type", equalTo("number"))
        .body("components.schemas.CustomizeRequest.properties.name.type", equalTo("string"));
  }

  private static String named(String name, String description) {
    return "{\"name\": \"%s\", \"description\": \"%s\"}".formatted(name, description);
  }

  private static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).get(TEMPLATES + path).then();
  }

  private static ValidatableResponse customize(String path, String body) {
    return given().contentType(ContentType.JSON).body(body).post(TEMPLATES + path).then();
  }

  private static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType(startsWith("application/problem+json"))
        .body("status", equalTo(status));
  }
}
