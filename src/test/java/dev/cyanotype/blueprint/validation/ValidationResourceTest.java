package dev.cyanotype.blueprint.validation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.cyanotype.RawHttp;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.validation.HostileBlueprints.Hostile;
import dev.cyanotype.blueprint.validation.Mutations.Mutant;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ValidationResourceTest {

  private static final String VALIDATE = "/api/v1/blueprints/validate";
  private static final String AUDIT = "/api/v1/blueprints/audit";

  @TestHTTPResource URI base;

  private RawHttp.Answer post(String path, boolean yaml, String body) {
    String type = yaml ? "application/yaml" : "application/json";
    return new RawHttp(base)
        .send(
            "POST", path, List.of("Content-Type: " + type), body.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<String> bundled() {
    return BundledYaml.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsAreValid(String yaml) {
    given()
        .contentType("application/yaml")
        .body(yaml.getBytes(StandardCharsets.UTF_8))
        .post(VALIDATE)
        .then()
        .statusCode(200)
        .body("valid", is(true))
        .body("errors", empty())
        .body("warnings", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "application/x-yaml", "text/yaml;charset=utf-8"})
  void violationsOfYamlHaveLineAndColumn(String type) {
    given()
        .contentType(type)
        .body(
            """
            name: shop
            resources:
              - type: compute
                name: web
                provider: proxmox
                specs: {cpu: lots, replicas: 2}
                dependencies: [db]
              - {type: storage, name: disk, provider: proxmox}
            """
                .getBytes(StandardCharsets.UTF_8))
        .post(VALIDATE)
        .then()
        .statusCode(200)
        .body("valid", is(false))
        .body("errors.rule", contains("dependency-exists", "cpu"))
        .body("errors[0].pointer", is("/resources/0/dependencies/0"))
        .body("errors[0].message", is("'db' is not a resource of this blueprint"))
        .body("errors[0].line", is(7))
        .body("errors[0].column", is(20))
        .body("errors[1].line", is(6))
        .body("warnings.rule", contains("unused-storage"))
        .body("warnings[0].line", is(8))
        .body("warnings[0].severity", nullValue());
  }

  @Test
  void templatesAsCurlSavesThemAreValid() {
    String saved = given().get("/api/v1/templates/ha-web-app").asString();

    given()
        .contentType("application/x-www-form-urlencoded")
        .body(saved)
        .post(VALIDATE)
        .then()
        .statusCode(200)
        .body("valid", is(true));
  }

  private RawHttp.Answer postNothing(String path, List<String> headers, String body) {
    return new RawHttp(base).send("POST", path, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<List<String>> contentTypes() {
    return Stream.of(
        List.of(),
        List.of("Content-Type: application/json"),
        List.of("Content-Type: application/x-www-form-urlencoded"),
        List.of("Content-Type: application/yaml"),
        List.of("Content-Type: text/yaml"));
  }

  @ParameterizedTest
  @MethodSource("contentTypes")
  void bodiesWithNothingInThemAreCalledEmpty(List<String> headers) {
    for (String body : List.of("", " \n")) {
      JsonObject report = new JsonObject(postNothing(VALIDATE, headers, body).body());
      assertThat(report.getJsonArray("errors").getJsonObject(0).getString("message"))
          .isEqualTo("is empty");
      assertThat(
              List.of(
                  AUDIT,
                  "/api/v1/blueprints/",
                  "/api/v1/blueprints/estimate-cost",
                  "/api/v1/blueprints/export?format=compose",
                  "/api/v1/conversation/describe-blueprint",
                  "/api/v1/conversation/suggest-improvements",
                  "/api/v1/conversation/security-audit"))
          .allSatisfy(path -> assertThat(detail(path, headers, body)).endsWith("it is empty."));
    }
  }

  private String detail(String path, List<String> headers, String body) {
    RawHttp.Answer answer = postNothing(path, headers, body);
    assertThat(answer.status()).isEqualTo(400);
    return new JsonObject(answer.body()).getString("detail");
  }

  @Test
  void cyclesAreNamed() {
    String body =
        """
        {"blueprint": {"name": "x", "resources": [
          {"type": "compute", "name": "a", "provider": "fake", "dependencies": ["b"]},
          {"type": "compute", "name": "b", "provider": "fake", "dependencies": ["a"]}]}}
        """;

    given()
        .contentType("application/json")
        .body(body)
        .post(VALIDATE)
        .then()
        .body("errors[0].message", is("dependencies form a cycle: a -> b -> a"))
        .body("errors[0].pointer", is("/blueprint/resources/1/dependencies/0"))
        .body("errors[0].line", nullValue());
  }

  static Stream<Hostile> hostileYaml() {
    return HostileBlueprints.yaml();
  }

  static Stream<Hostile> hostileJson() {
    return HostileBlueprints.json();
  }

  @ParameterizedTest
  @MethodSource("hostileYaml")
  void hostileYamlIsRefused(Hostile hostile) {
    isRefused(hostile, true);
  }

  @ParameterizedTest
  @MethodSource("hostileJson")
  void hostileJsonIsRefused(Hostile hostile) {
    isRefused(hostile, false);
  }

  private void isRefused(Hostile hostile, boolean yaml) {
    RawHttp.Answer judged = post(VALIDATE, yaml, hostile.body());
    RawHttp.Answer refused = post(AUDIT, yaml, hostile.body());

    assertThat(judged.status()).as(judged.toString()).isEqualTo(200);
    JsonObject report = new JsonObject(judged.body());
    assertThat(report.getBoolean("valid")).isFalse();
    assertThat(report.getJsonArray("errors").getJsonObject(0).getString("rule"))
        .isEqualTo(hostile.rule());
    assertThat(refused.status()).as(refused.toString()).isEqualTo(hostile.status());
    assertThat(refused.header("Content-Type").orElse("")).startsWith("application/problem+json");
  }

  static Stream<Mutant> mutants() {
    return Mutations.first(100);
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void mutantsAreNoServerError(Mutant mutant) {
    RawHttp.Answer judged = post(VALIDATE, mutant.isYaml(), mutant.body());
    RawHttp.Answer audited = post(AUDIT, mutant.isYaml(), mutant.body());

    assertThat(judged.status()).as(judged.toString()).isEqualTo(200);
    boolean valid = new JsonObject(judged.body()).getBoolean("valid");
    assertThat(audited.status())
        .as(audited.toString())
        .isIn(valid ? List.of(200) : List.of(400, 422));
  }

  @Test
  void schemaIsServedAsOne() {
    given()
        .get("/api/v1/blueprints/schema")
        .then()
        .statusCode(200)
        .contentType("application/schema+json")
        .body("'$schema'", is("https://json-schema.org/draft/2020-12/schema"))
        .body("required", hasItem("resources"));
  }
}
