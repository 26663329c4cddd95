package dev.cyanotype.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.openapi.ApiDocument.Example;
import dev.cyanotype.openapi.ApiDocument.Operation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the OpenAPI document says of keys and limits is what happens where they are configured.
@QuarkusTest
@TestProfile(DocumentedAccessTest.WithKeysAndLimits.class)
class DocumentedAccessTest {

  private static final List<String> ROLES = List.of("read", "write", "deploy");

  public static class WithKeysAndLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "cyanotype.api-keys",
          "all:read+write+deploy:%s,read:read:%s,write:write:%s,deploy:deploy:%s,once:%s"
              .formatted(
                  secret("all"), secret("read"), secret("write"), secret("deploy"), secret("once")),
          "cyanotype.ratelimit.keys.once.requests-per-minute",
          "1");
    }
  }

  private static String secret(String name) {
    return name + "-0123456789abcdef";
  }

  private ApiDocument document;

  @BeforeEach
  void read() {
    document = ApiDocument.served();
  }

  @Test
  void operationsThatNeedAKeySaySo() {
    assertThat(document.operations().filter(DocumentedAccessTest::needsKey))
        .extracting(Operation::id)
        .contains("chat", "chatStream", "generateBlueprint", "securityAudit")
        .doesNotContain("listTemplates", "getTemplate", "searchTemplates", "customizeTemplate");
    document
        .operations()
        .forEach(
            operation -> {
              Response response = send(operation, given());
              if (needsKey(operation)) {
                isAsDocumented(operation, response, 401);
                assertThat(response.header("WWW-Authenticate")).startsWith("Bearer ");
              } else {
                assertThat(response.statusCode()).as("%s", operation).isEqualTo(200);
                assertThat(operation.responses()).doesNotContainKeys("401", "403");
              }
            });
  }

  @Test
  void roleThatIsNamedIsTheOneThatIsNeeded() {
    document
        .operations()
        .filter(DocumentedAccessTest::needsKey)
        .forEach(
            operation -> {
              String needed = operation.node().path("x-required-role").asText();
              assertThat(ROLES).contains(needed);
              for (String role : ROLES) {
                Response response = send(operation, given().header("X-API-Key", secret(role)));
                if (role.equals(needed)) {
                  assertThat(response.statusCode())
                      .as("%s", operation)
                      .isIn(operation.success(), 404);
                } else {
                  isAsDocumented(operation, response, 403);
                }
              }
            });
  }

  @Test
  void limitsAreDocumentedForEveryOperation() {
    RequestSpecification once = given().header("X-API-Key", secret("once"));
    send(document.operations().findFirst().orElseThrow(), once);

    assertThat(document.operations())
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              Response response = send(operation, given().auth().oauth2(secret("once")));
              isAsDocumented(operation, response, 429);
              assertThat(List.of("Retry-After", "RateLimit", "RateLimit-Policy"))
                  .allSatisfy(
                      header -> {
                        assertThat(response.header(header)).isNotBlank();
                        assertThat(operation.responses().get("429").path("headers").has(header))
                            .isTrue();
                      });
            });
  }

  private static boolean needsKey(Operation operation) {
    return operation.node().path("security").toString().contains("bearer");
  }

  private static Response send(Operation operation, RequestSpecification request) {
    request.queryParams(operation.query());
    if (operation.hasBody()) {
      request
          .contentType("application/json")
          .body(operation.bodies().getFirst().value().toString());
    }
    return request.request(operation.method(), operation.address());
  }

  private static void isAsDocumented(Operation operation, Response response, int status) {
    assertThat(response.statusCode()).as("%s", operation).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(Example.all(operation.content(status, "application/problem+json")))
        .as("%s: %s", operation, status)
        .isNotEmpty()
        .allSatisfy(
            example -> {
              assertThat(example.value().path("status").asInt()).isEqualTo(status);
              assertThat(fields(example.value())).isEqualTo(fields(response.as(JsonNode.class)));
            });
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
