package dev.cyanotype.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.regex.Pattern;

/// The documented ids of what is stored stand for others, which the service gives. They are of a
/// blueprint that is stored and deployed, on the simulated engine, when one is asked for.
final class StoredExamples {

  private static final String BLUEPRINT = "7b0f6c52-3a8e-4d5c-9b41-2f6f0c1d9e10";
  private static final String DEPLOYMENT = "c9a4f1d2-5e67-4b3a-8f20-1d2e3f405162";
  private static final Pattern ANY = Pattern.compile(BLUEPRINT + "|" + DEPLOYMENT);
  private static final String JSON =
      """
      {"version": "1.0", "name": "shop", "description": "A shop", "resources": [
        {"type": "service", "name": "db", "provider": "fake", "specs": {"memory": "1GB"},
         "dependencies": []},
        {"type": "service", "name": "web", "provider": "fake", "specs": {}, "dependencies": ["db"]}],
       "metadata": {}}
      """;

  private StoredExamples() {}

  /// An address with ids that there are.
  static String in(String address) {
    if (!ANY.matcher(address).find()) {
      return address;
    }
    String blueprint = stored();
    String deployment = deployed(blueprint);
    return address.replace(BLUEPRINT, blueprint).replace(DEPLOYMENT, deployment);
  }

  private static String stored() {
    String location =
        given()
            .contentType("application/json")
            .body(JSON)
            .post("/api/v1/blueprints/")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String deployed(String blueprint) {
    String id =
        given()
            .post("/api/v1/blueprints/" + blueprint + "/deploy")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await()
        .untilAsserted(
            () ->
                assertThat(given().get("/api/v1/deployments/" + id).<String>path("status"))
                    .isEqualTo("succeeded"));
    return id;
  }
}
