package dev.cyanotype.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.NamedEvent;
import dev.cyanotype.openapi.ApiDocument.Example;
import dev.cyanotype.openapi.ApiDocument.Operation;
import dev.cyanotype.streaming.StreamEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The OpenAPI document tells the truth about the running service. An operation that fails here
/// wants a file `src/main/resources/openapi/operations/<operationId>.yaml`.
@QuarkusTest
class OpenApiTest {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  /// The id in the examples, in place of which requests have that of a stored blueprint.
  private static final String EXAMPLE_ID = "0b9d2f3e-5c1a-4f7e-9d53-7f4b8f2b6a10";

  /// Likewise that of a deployment.
  private static final String EXAMPLE_DEPLOYMENT = "c9a4f1d2-5e67-4b3a-8f20-1d2e3f405162";

  private ApiDocument document;
  private String storedId;
  private String deploymentId;

  @BeforeEach
  void read() {
    document = ApiDocument.served();
    storedId =
        json(operation("createBlueprint").bodies().getFirst().value().toString())
            .post("/api/v1/blueprints")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    deploymentId = deployed(storedId);
  }

  private static String deployed(String blueprintId) {
    String id =
        given()
            .post("/api/v1/blueprints/" + blueprintId + "/deploy?engine=fake")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await()
        .untilAsserted(
            () -> given().get("/api/v1/deployments/" + id).then().body("status", is("succeeded")));
    return id;
  }

  private String address(Operation operation) {
    return operation
        .address()
        .replace(EXAMPLE_ID, storedId)
        .replace(EXAMPLE_DEPLOYMENT, deploymentId);
  }

  @Test
  void everyOperationIsIntroduced() {
    assertThat(document.operations())
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              assertThat(operation.id()).isNotBlank();
              assertThat(operation.node().path("summary").asText()).isNotBlank();
              assertThat(operation.node().path("description").asText()).isNotBlank();
              assertThat(operation.node().path("tags")).isNotEmpty();
            });
    assertThat(document.operations().map(Operation::id)).doesNotHaveDuplicates();
  }

  @Test
  void everyRequestAndResponseHasAnExample() {
    assertThat(document.operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.bodies().isEmpty()).isEqualTo(!operation.hasBody());
              assertThat(operation.success()).isBetween(200, 299);
              assertThat(operation.responses()).containsKey("406");
              assertThat(withContent(operation))
                  .allSatisfy(
                      response -> {
                        assertThat(response.path("content")).isNotEmpty();
                        assertThat(response.path("content"))
                            .allSatisfy(media -> assertThat(Example.all(media)).isNotEmpty());
                        assertThat(response.path("headers").has("X-Request-Id")).isTrue();
                      });
            });
  }

  private static List<JsonNode> withContent(Operation operation) {
    return operation.responses().entrySet().stream()
        .filter(response -> !List.of("204", "304").contains(response.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void everyRequestExampleIsAccepted() {
    assertThat(document.operations().filter(Operation::hasBody))
        .isNotEmpty()
        .allSatisfy(
            operation ->
                assertThat(operation.bodies())
                    .allSatisfy(
                        example ->
                            assertThat(send(operation, example.value()).statusCode())
                                .isEqualTo(operation.success())));
  }

  @Test
  void everyResponseExampleHasTheFieldsOfTheAnswer() {
    List<String> compared = new ArrayList<>();
    document
        .operations()
        .filter(operation -> !operation.isStream())
        .filter(operation -> operation.hasBody() || operation.method().equals("GET"))
        .forEach(
            operation ->
                Example.all(operation.content(operation.success(), JSON))
                    .forEach(
                        example -> {
                          assertThat(fields(answer(operation, example.name())))
                              .as("%s: %s", operation, example.name())
                              .isEqualTo(fields(example.value()));
                          compared.add(operation.id());
                        }));

    assertThat(compared).contains("chat", "getTemplate", "securityAudit");
  }

  @Test
  void templateAsYamlIsServedAsInItsExample() {
    Operation operation = operation("getTemplate");
    String example =
        Example.all(operation.content(200, "application/yaml")).getFirst().value().asText();

    String yaml =
        given().accept("application/yaml").get(operation.address()).then().extract().asString();

    assertThat(yaml.lines()).containsAll(example.lines().toList());
  }

  @Test
  void streamsSendWhatIsDocumented() {
    assertThat(
            document
                .operations()
                .filter(one -> one.isStream() && one.hasBody() && !one.hasNamedEvents()))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            operation -> {
              JsonNode content = operation.content(200, "text/event-stream");
              assertThat(content.at("/schema/$ref").asText()).endsWith("/StreamEvent");
              Response real =
                  request(operation, operation.bodies().getFirst().value())
                      .accept("text/event-stream")
                      .request(operation.method(), address(operation));
              assertThat(fields(operation.responses().get("200").path("headers")))
                  .contains("Cache-Control", "X-Accel-Buffering", "X-Stream-Id")
                  .allSatisfy(header -> assertThat(real.header(header)).isNotBlank());
              Stream<String> examples =
                  Example.all(content).stream().map(example -> example.value().asText());
              assertThat(Stream.concat(examples, Stream.of(real.asString())))
                  .hasSizeGreaterThan(1)
                  .allSatisfy(
                      body -> assertThat(eventTypes(body)).isNotEmpty().isSubsetOf(eventSchemas()));
            });
  }

  @Test
  void streamsOfNamedEventsSendWhatIsDocumented() {
    String table = document.schema("NamedEvent").path("description").asText();
    assertThat(document.operations().filter(Operation::hasNamedEvents))
        .hasSize(2)
        .allSatisfy(
            operation -> {
              Response real =
                  operation.hasBody()
                      ? send(operation, operation.bodies().getFirst().value())
                      : given().queryParams(operation.query()).get(address(operation));
              assertThat(real.header("X-Stream-Id")).isNotBlank();
              Stream<String> examples =
                  Example.all(operation.content(200, "text/event-stream")).stream()
                      .map(example -> example.value().asText());
              assertThat(Stream.concat(examples, Stream.of(real.asString())))
                  .hasSizeGreaterThan(1)
                  .flatMap(body -> NamedEvent.names(NamedEvent.all(body)))
                  .contains("start", "message", "done")
                  .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
            });
  }

  @Test
  void everyKindOfEventHasASchema() {
    assertThat(eventSchemas())
        .hasSize(StreamEvent.class.getPermittedSubclasses().length)
        .hasSize(document.schema("StreamEvent").path("oneOf").size())
        .allSatisfy(
            type -> {
              JsonNode properties = eventSchema(type).path("properties");
              assertThat(properties.at("/type/const").asText()).isEqualTo(type);
              assertThat(properties.path("data")).isNotEmpty();
            });
  }

  @Test
  void refusalsThatAreDocumentedHappen() {
    document
        .operations()
        .forEach(
            operation -> {
              isRefused(operation, 406, json("{}").accept("image/png"));
              if (operation.hasBody()) {
                isRefused(operation, 413, json("x".repeat(1024 * 1024 + 1)));
                isRefused(operation, 415, json("{}").contentType("text/plain"));
                if (operation.responses().containsKey("400")) {
                  isRefused(operation, 400, json("{\"message\":"));
                  isRefused(operation, 422, json("{\"scale_factor\":0}"));
                } else {
                  assertThat(operation.id()).as("judges every body").startsWith("validate");
                }
              } else if (operation.responses().containsKey("422")) {
                isRefused(
                    operation,
                    422,
                    given()
                        .queryParam("category", "?")
                        .queryParam("catalogue", "?")
                        .queryParam("from", 0)
                        .queryParam("engine", "?")
                        .queryParam("on_failure", "?")
                        .queryParam("limit", 0));
              }
            });
  }

  @Test
  void whatIsUnknownIsNotFoundAsDocumented() {
    assertThat(document.operations().filter(one -> one.responses().containsKey("404")))
        .isNotEmpty()
        .allSatisfy(
            operation ->
                json("{}")
                    .request(
                        operation.method(), operation.path().replaceAll("\\{\\w+}", "no-such-id"))
                    .then()
                    .statusCode(404)
                    .contentType(PROBLEM));
  }

  @Test
  void documentIsReadAsOpenApi() {
    byte[] json = document.root().toString().getBytes(StandardCharsets.UTF_8);
    OpenAPI model =
        SmallRyeOpenAPI.builder()
            .enableAnnotationScan(false)
            .enableStandardStaticFiles(false)
            .enableModelReader(false)
            .enableStandardFilter(false)
            .withCustomStaticFile(() -> new ByteArrayInputStream(json))
            .build()
            .model();

    assertThat(model.getOpenapi()).startsWith("3.1");
    assertThat(model.getInfo().getTitle()).isEqualTo("Cyanotype");
    assertThat(model.getInfo().getLicense().getName()).isEqualTo("Apache-2.0");
    assertThat(model.getServers()).singleElement().extracting("url").isEqualTo("/");
    assertThat(model.getPaths().getPathItems()).hasSize(document.root().path("paths").size());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(document.references())
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(document.at(reference).isMissingNode()).isFalse());
  }

  @Test
  void everySchemaIsReferredTo() {
    assertThat(fields(document.root().at("/components/schemas")))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(document.references()).contains("#/components/schemas/" + name));
  }

  @Test
  void namesOfJavaAreNotInTheDocument() {
    assertThat(document.root().toString())
        .doesNotContain("Outbound", "Multi", "JsonNode", "java.", "dev.cyanotype");
    assertThat(fields(document.root().at("/components/schemas")))
        .noneMatch(name -> name.matches("(Uni|Map|List|Object|MediaType).*"));
  }

  @Test
  void swaggerUiIsAtDocs() {
    given().get("/docs").then().statusCode(200).body(containsString("swagger-ui"));
  }

  @Test
  void familiarAddressesLeadToTheDescription() {
    assertThat(List.of("/q/swagger-ui", "/q/swagger-ui/"))
        .allSatisfy(
            address ->
                given()
                    .redirects()
                    .follow(false)
                    .head(address)
                    .then()
                    .statusCode(302)
                    .header("Location", "/docs"));
    given()
        .get("/openapi.json")
        .then()
        .statusCode(200)
        .contentType(JSON)
        .body("info.title", is("Cyanotype"));
  }

  private Operation operation(String id) {
    return document.operations().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static RequestSpecification json(String body) {
    return given().contentType(JSON).body(body);
  }

  private Response send(Operation operation, JsonNode body) {
    return request(operation, body).request(operation.method(), address(operation));
  }

  private static RequestSpecification request(Operation operation, JsonNode body) {
    return json(body.toString()).queryParams(operation.query());
  }

  private JsonNode answer(Operation operation, String example) {
    Response response =
        operation.bodies().stream()
            .filter(body -> body.name().equals(example))
            .findFirst()
            .map(
                body ->
                    request(operation, body.value())
                        .accept(JSON)
                        .request(operation.method(), address(operation)))
            .orElseGet(
                () -> given().accept(JSON).queryParams(operation.query()).get(address(operation)));
    assertThat(response.statusCode())
        .as("%s: %s", operation, example)
        .isEqualTo(operation.success());
    return response.as(JsonNode.class);
  }

  private void isRefused(Operation operation, int status, RequestSpecification request) {
    Response response = request.request(operation.method(), address(operation));

    assertThat(response.statusCode())
        .as("%s: %s", operation, response.asString())
        .isEqualTo(status);
    assertThat(response.contentType()).startsWith(PROBLEM);
    assertThat(Example.all(operation.content(status, PROBLEM)))
        .as("%s: %s", operation, status)
        .isNotEmpty()
        .allSatisfy(
            example -> {
              assertThat(example.value().path("status").asInt()).isEqualTo(status);
              assertThat(fields(example.value())).isEqualTo(fields(response.as(JsonNode.class)));
            });
  }

  private Set<String> eventSchemas() {
    return fields(document.schema("StreamEvent").at("/discriminator/mapping"));
  }

  private JsonNode eventSchema(String type) {
    JsonNode mapping = document.schema("StreamEvent").at("/discriminator/mapping");
    return document.at(mapping.path(type).asText());
  }

  private static List<String> eventTypes(String body) {
    assertThat(body).endsWith("\n\n");
    List<String> types = Arrays.stream(body.split("\n\n")).map(OpenApiTest::eventType).toList();
    assertThat(types.getLast()).isEqualTo("done");
    return types;
  }

  private static String eventType(String event) {
    assertThat(event).startsWith("data: {\"type\":\"").doesNotContain("\n");
    return event.split("\"", 5)[3];
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
