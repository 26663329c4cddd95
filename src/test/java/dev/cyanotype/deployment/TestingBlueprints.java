package dev.cyanotype.deployment;

import static io.restassured.RestAssured.given;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/// Stored blueprints for the simulated engine.
final class TestingBlueprints {

  private static final String ADDRESS = "/api/v1/blueprints/";

  private TestingBlueprints() {}

  static JsonObject resource(String name, Map<String, ?> specs, String... dependencies) {
    return resource(name, "fake", specs, dependencies);
  }

  static JsonObject resource(
      String name, String provider, Map<String, ?> specs, String... dependencies) {
    return new JsonObject()
        .put("type", "service")
        .put("name", name)
        .put("provider", provider)
        .put("specs", new JsonObject(Map.copyOf(specs)))
        .put("dependencies", new JsonArray(List.of(dependencies)));
  }

  static String json(JsonObject... resources) {
    return new JsonObject()
        .put("version", "1.0")
        .put("name", "shop")
        .put("description", "For a test")
        .put("resources", new JsonArray(List.of(resources)))
        .put("metadata", new JsonObject())
        .encode();
  }

  /// @return the id
  static String stored(JsonObject... resources) {
    String location =
        given()
            .contentType("application/json")
            .body(json(resources))
            .post(ADDRESS)
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  static void change(String id, JsonObject... resources) {
    given()
        .contentType("application/json")
        .body(json(resources))
        .put(ADDRESS + id)
        .then()
        .statusCode(200);
  }
}
