package dev.cyanotype.blueprint.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.blueprint.BundledYaml;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Costs and exports over HTTP.
@QuarkusTest
class BlueprintFiguresTest {

  static final List<String> TEMPLATES = BundledYaml.IDS;

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void everyTemplateIsPricedAsItIsServed(String template) {
    String body = given().get("/api/v1/templates/" + template).asString();
    String told =
        given()
            .get("/api/v1/templates/")
            .path("templates.find { it.id == '" + template + "' }.estimated_cost");

    estimate(given().body(body))
        .statusCode(200)
        .body("blueprint", is(template))
        .body("estimated_cost", is(told))
        .body("estimates.catalogue", contains("own-hardware", "public-cloud"))
        .body("estimates.currency", contains("USD", "USD"))
        .body("comparison.cheapest", is("own-hardware"));
  }

  @ParameterizedTest
  @CsvSource({"own-hardware", "public-cloud"})
  void oneCatalogueIsChosen(String catalogue) {
    estimate(given().queryParam("catalogue", catalogue).body(shop("")))
        .statusCode(200)
        .body("estimates.catalogue", contains(catalogue))
        .body("estimates[0].prices.basis", not(contains(nullValue())))
        .body("estimates[0].date", matchesPattern("\\d{4}-\\d{2}-\\d{2}"))
        .body("comparison", nullValue());
  }

  @Test
  void amountsAreDecimalsWithTwoPlaces() {
    String answer =
        estimate(given().queryParam("catalogue", "public-cloud").body(shop("")))
            .extract()
            .asString();

    // 2 × (1 vCPU 7-10, 1 GB 3-4, instance 3-4)
    assertThat(answer).contains("\"monthly\":{\"total\":31.00,\"low\":26.00,\"high\":36.00}");
  }

  @Test
  void aBudgetInTheWrapperIsExceeded() {
    estimate(
            given()
                .queryParam("catalogue", "public-cloud")
                .body(shop(", \"budget\": 25, \"currency\": \"USD\"")))
        .statusCode(200)
        .body("estimates[0].budget.verdict", is("exceeded"))
        .body("estimates[0].budget.source", is("request"))
        .body("estimates[0].budget.over_by", equalTo(6.0f))
        .body("estimates[0].budget.changes[0].pointer", is("/resources/0/specs/replicas"))
        .body("estimates[0].budget.changes[0].from", is(2))
        .body("estimates[0].budget.changes[0].to", is(1))
        .body("estimates[0].budget.total_after", equalTo(15.5f))
        .body("estimates[0].budget.reachable", is(true));
  }

  @Test
  void aBudgetIsReadOutOfADescription() {
    estimate(given().body(shop(", \"description\": \"a shop for under €90 a month\"")))
        .statusCode(200)
        .body("estimates[0].budget.source", is("description"))
        .body("estimates[0].budget.currency", is("EUR"))
        .body("estimates[0].budget.conversion.amount", closeToFloat(105.88))
        .body("estimates[0].budget.verdict", is("within"));
  }

  @Test
  void aBudgetOfABareBlueprintStandsInTheQuery() {
    estimate(
            given().queryParam("budget", "1000.50").queryParam("currency", "JPY").body(shopAlone()))
        .statusCode(200)
        .body("estimates[0].budget.verdict", is("not_comparable"))
        .body("estimates[0].budget.message", containsString("JPY"));
  }

  @ParameterizedTest
  @CsvSource({
    "catalogue, moon, catalogue",
    "budget, -1, budget",
    "budget, many, budget",
    "currency, dollars, currency"
  })
  void whatIsNotUnderstoodIsRefused(String parameter, String value, String pointer) {
    estimate(given().queryParam(parameter, value).body(shop("")))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors[0].pointer", is(pointer))
        .body("errors[0].message", startsWith("must be "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "application/x-yaml", "text/yaml"})
  void yamlIsTakenBareAndInTheWrapper(String contentType) {
    String wrapped =
        "budget: 25\nblueprint:\n" + shopAsYaml().indent(2) + "description: under €90 a month\n";

    for (String body : List.of(shopAsYaml(), wrapped)) {
      sent(body, contentType)
          .queryParam("format", "compose")
          .post("/api/v1/blueprints/export")
          .then()
          .statusCode(200)
          .body(is(export("compose", shop(""), "*/*").asString()));
    }
    sent(wrapped, contentType)
        .post("/api/v1/blueprints/estimate-cost?catalogue=public-cloud")
        .then()
        .statusCode(200)
        .body("estimates[0].budget.source", is("request"))
        .body("estimates[0].budget.over_by", equalTo(6.0f));
  }

  @Test
  void errorsInYamlAreToldByLine() {
    sent("budget: many\nblueprint:\n" + shopAsYaml().indent(2), "application/yaml")
        .post("/api/v1/blueprints/estimate-cost")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/budget"))
        .body("errors[0].line", is(1));
    sent(shopAsYaml().replace("1GB", "1"), "application/yaml")
        .post("/api/v1/blueprints/export?format=dot")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/resources/0/specs/memory"))
        .body("errors[0].line", is(7));
    sent("a: [", "application/yaml")
        .post("/api/v1/blueprints/export?format=dot")
        .then()
        .statusCode(400);
  }

  @Test
  void brokenBlueprintsAreRefusedByPointer() {
    estimate(given().body("{\"blueprint\": {\"name\": \"x\", \"resources\": []}}"))
        .statusCode(422)
        .body("errors[0].pointer", is("/blueprint/resources"));
    export("compose", "{\"name\": \"x\"}", "*/*")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("/resources"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theFileIsSentWithItsTypeAndName(Format format) {
    export(format.id(), shop(""), "*/*")
        .then()
        .statusCode(200)
        .header("Content-Type", is(format.mediaType()))
        .header("Content-Disposition", is("attachment; filename=\"shop." + format.suffix() + "\""))
        .header(ExportAnswers.WARNINGS, matchesPattern("\\d+"))
        .body(containsString("web"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theFileComesInAnObjectWhereJsonIsAskedFor(Format format) {
    Response file = export(format.id(), shop(""), "*/*");
    export(format.id(), shop(""), "application/json")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("format", is(format.id()))
        .body("file_name", is("shop." + format.suffix()))
        .body("content", is(file.asString()))
        .body("warnings", hasSize(Integer.parseInt(file.header(ExportAnswers.WARNINGS))));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatTheGeneratorDesignsIsExported(Format format) {
    Map<String, Object> blueprint =
        given()
            .body(
                Map.of(
                    "description",
                    "a web shop with postgres, redis and kafka, highly available, with monitoring"))
            .contentType("application/json")
            .post("/api/v1/conversation/generate-blueprint")
            .path("blueprint");

    given()
        .contentType("application/json")
        .body(blueprint)
        .queryParam("format", format.id())
        .post("/api/v1/blueprints/export")
        .then()
        .statusCode(200)
        .header(ExportAnswers.WARNINGS, notNullValue());
  }

  @Test
  void formatsAreNamedWhereOneIsUnknown() {
    export("pdf", shop(""), "*/*")
        .then()
        .statusCode(422)
        .body("errors[0].pointer", is("format"))
        .body("errors[0].message", containsString("compose, kubernetes, terraform, mermaid, dot"));
  }

  private static org.hamcrest.Matcher<Float> closeToFloat(double expected) {
    return new org.hamcrest.CustomMatcher<>("about " + expected) {
      @Override
      public boolean matches(Object actual) {
        return closeTo(expected, 0.005).matches(((Number) actual).doubleValue());
      }
    };
  }

  private static ValidatableResponse estimate(RequestSpecification request) {
    return request.contentType("application/json").post("/api/v1/blueprints/estimate-cost").then();
  }

  private static RequestSpecification sent(String body, String contentType) {
    return given().contentType(contentType).body(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Response export(String format, String body, String accept) {
    return given()
        .contentType("application/json")
        .accept(accept)
        .queryParam("format", format)
        .body(body)
        .post("/api/v1/blueprints/export");
  }

  private static String shopAsYaml() {
    return """
    name: shop
    description: A shop
    resources:
      - type: service
        name: web
        provider: docker
        specs: {image: "nginx:1.27", cpu: 1, memory: 1GB, replicas: 2, ports: [8080]}
    """;
  }

  private static String shop(String fields) {
    return "{\"template_id\": \"shop\", \"blueprint\": %s%s}".formatted(shopAlone(), fields);
  }

  private static String shopAlone() {
    return """
    {"version": "1.0", "name": "shop", "description": "A shop", "resources": [
      {"type": "service", "name": "web", "provider": "docker",
       "specs": {"image": "nginx:1.27", "cpu": 1, "memory": "1GB", "replicas": 2, "ports": [8080]},
       "dependencies": []}], "metadata": {}}
    """;
  }
}
