package dev.cyanotype.blueprint.audit;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditResourceTest {

  private static final String AUDIT = "/api/v1/blueprints/audit";
  private static final String CONVERSATION_AUDIT = "/api/v1/conversation/security-audit";
  private static final String SARIF = "application/sarif+json";
  private static final String SHOP =
      """
      # The shop
      name: shop
      resources:
        - type: service
          name: web
          provider: docker
          specs: {role: web-server, image: nginx, memory: 1GB, privileged: true}
        - type: service
          name: cache
          provider: docker
          specs: {role: cache, image: "redis:7.4.1", memory: 1GB, tls: true}
      metadata:
        accepted_findings:
          - {rule: single-point-of-failure, resource: cache, reason: It may be lost.}
          - {rule: no-such-rule, reason: x}
      """;

  private static ValidatableResponse audited(String path) {
    return given()
        .contentType("application/yaml")
        .body(SHOP.getBytes(UTF_8))
        .post(path)
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {AUDIT, CONVERSATION_AUDIT})
  void findingsOfYamlHaveTheirLines(String path) {
    audited(path)
        .contentType("application/json")
        .body("blueprint", is("shop"))
        .body("passed", is(false))
        .body("summary.critical", is(1))
        .body("findings[0].id", is("privileged-container"))
        .body("findings[0].resource", is("web"))
        .body("findings[0].pointer", is("/resources/0"))
        .body("findings[0].line", is(4))
        .body("findings[0].column", is(5))
        .body("findings[0].accepted", is(false))
        .body("findings[0].reason", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {AUDIT, CONVERSATION_AUDIT})
  void acceptedFindingsAreMarked(String path) {
    String one = "findings.find { it.id == 'single-point-of-failure' }";

    audited(path)
        .body("accepted", is(1))
        .body(one + ".accepted", is(true))
        .body(one + ".reason", is("It may be lost."))
        .body("warnings.rule", contains("accepted-finding"))
        .body("warnings[0].pointer", is("/metadata/accepted_findings/1/rule"))
        .body("warnings[0].line", is(15));
  }

  @Test
  void wrappedTemplatesAreAuditedAsTheyAreHandedOut() {
    String template = given().get("/api/v1/templates/simple-web-app").asString();

    given()
        .body(template)
        .contentType("application/x-www-form-urlencoded")
        .post(AUDIT)
        .then()
        .statusCode(200)
        .body("blueprint", is("simple-web-app"))
        .body("findings[0].pointer", startsWith("/blueprint"))
        .body("findings[0].line", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {AUDIT, CONVERSATION_AUDIT})
  void sarifHasWhatItsSchemaRequires(String path) {
    JsonObject log = sarif(path);

    assertThat(log.fieldNames()).containsExactlyInAnyOrder("$schema", "version", "runs");
    assertThat(log.getString("version")).isEqualTo("2.1.0");
    assertThat(log.getString("$schema")).endsWith("sarif-schema-2.1.0.json");
    JsonObject run = only(log.getJsonArray("runs"));
    assertThat(run.fieldNames()).isSubsetOf("tool", "results", "columnKind");
    assertThat(run.getString("columnKind")).isIn("utf16CodeUnits", "unicodeCodePoints");
    JsonObject driver = run.getJsonObject("tool").getJsonObject("driver");
    assertThat(driver.getString("name")).isNotBlank();
    assertThat(objects(driver.getJsonArray("rules")))
        .hasSizeGreaterThanOrEqualTo(30)
        .allSatisfy(AuditResourceTest::isDescriptor);
    assertThat(objects(run.getJsonArray("results")))
        .isNotEmpty()
        .allSatisfy(result -> isResult(result, driver.getJsonArray("rules")));
  }

  private static void isDescriptor(JsonObject rule) {
    assertThat(rule.getString("id")).isNotBlank();
    for (String text : List.of("shortDescription", "fullDescription", "help")) {
      assertThat(rule.getJsonObject(text).fieldNames()).containsExactly("text");
      assertThat(rule.getJsonObject(text).getString("text")).isNotBlank();
    }
    assertThat(rule.getJsonObject("defaultConfiguration").getString("level"))
        .isIn("error", "warning", "note");
    String severity = rule.getJsonObject("properties").getString("security-severity");
    assertThat(Double.parseDouble(severity)).isBetween(0.1, 10.0);
  }

  private static void isResult(JsonObject result, JsonArray rules) {
    Set<String> fields =
        Set.of("ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints");
    Set<String> all = new HashSet<>(fields);
    all.add("suppressions");
    assertThat(result.fieldNames()).containsAll(fields).isSubsetOf(all);
    JsonObject rule = rules.getJsonObject(result.getInteger("ruleIndex"));
    assertThat(rule.getString("id")).isEqualTo(result.getString("ruleId"));
    assertThat(rule.getJsonObject("defaultConfiguration").getString("level"))
        .isEqualTo(result.getString("level"));
    assertThat(result.getJsonObject("message").getString("text")).isNotBlank();
    JsonObject location = only(result.getJsonArray("locations"));
    JsonObject physical = location.getJsonObject("physicalLocation");
    assertThat(physical.getJsonObject("artifactLocation").getString("uri")).isNotBlank();
    assertThat(physical.getJsonObject("region").getInteger("startLine")).isPositive();
    assertThat(physical.getJsonObject("region").getInteger("startColumn")).isPositive();
    assertThat(only(location.getJsonArray("logicalLocations")).getString("kind"))
        .isIn("resource", "module");
  }

  @Test
  void acceptedFindingsAreSuppressedInSarif() {
    List<JsonObject> suppressed =
        objects(only(sarif(AUDIT).getJsonArray("runs")).getJsonArray("results"))
            .filter(result -> result.containsKey("suppressions"))
            .toList();

    assertThat(suppressed)
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.getString("ruleId")).isEqualTo("single-point-of-failure");
              JsonObject suppression = only(result.getJsonArray("suppressions"));
              assertThat(suppression.getMap())
                  .containsEntry("kind", "inSource")
                  .containsEntry("status", "accepted")
                  .containsEntry("justification", "It may be lost.");
            });
  }

  @Test
  void sarifNamesTheFileAndItsLine() {
    given()
        .contentType("application/yaml")
        .accept(SARIF)
        .queryParam("file", "infra/shop.yaml")
        .body(SHOP.getBytes(UTF_8))
        .post(AUDIT)
        .then()
        .statusCode(200)
        .contentType(SARIF)
        .body(
            "runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri",
            is("infra/shop.yaml"))
        .body("runs[0].results[0].locations[0].physicalLocation.region.startLine", is(4))
        .body(
            "runs[0].results[0].locations[0].logicalLocations[0].fullyQualifiedName",
            is("shop/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json, application/sarif+json", "application/*"})
  void jsonIsPreferred(String accept) {
    given()
        .contentType("application/yaml")
        .accept(accept)
        .body(SHOP.getBytes(UTF_8))
        .post(AUDIT)
        .then()
        .statusCode(200)
        .contentType("application/json");
  }

  private static JsonObject sarif(String path) {
    return new JsonObject(
        given()
            .contentType("application/yaml")
            .accept(SARIF)
            .body(SHOP.getBytes(UTF_8))
            .post(path)
            .then()
            .statusCode(200)
            .contentType(SARIF)
            .extract()
            .asString());
  }

  private static JsonObject only(JsonArray array) {
    assertThat(array).hasSize(1);
    return array.getJsonObject(0);
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }
}
