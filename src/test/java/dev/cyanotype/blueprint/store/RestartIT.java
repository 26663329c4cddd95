package dev.cyanotype.blueprint.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;

import dev.cyanotype.ServiceProcess;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What was answered is there after the process was killed.
@Execution(ExecutionMode.CONCURRENT)
class RestartIT {

  @TempDir Path folder;

  private ServiceProcess service() throws IOException {
    return ServiceProcess.start("cyanotype.data-dir=" + folder);
  }

  @Test
  void storedBlueprintsSurviveAKill() throws IOException {
    String path;
    String last;
    try (ServiceProcess killed = service()) {
      JsonObject blueprint =
          new JsonObject(given().get(killed.resolve("/api/v1/templates/redis-cluster")).asString())
              .getJsonObject("blueprint");
      Response created =
          given()
              .contentType("application/json")
              .body(blueprint.encode())
              .post(killed.resolve("/api/v1/blueprints/"));
      path = created.then().statusCode(201).extract().header("Location");
      for (int version = 2; version <= 20; version++) {
        blueprint.put("description", "Version " + version);
        given()
            .contentType("application/json")
            .body(blueprint.encode())
            .put(killed.resolve(path))
            .then()
            .statusCode(200);
      }
      last = given().get(killed.resolve(path)).asString();
    }

    try (ServiceProcess again = service()) {
      assertThat(given().get(again.resolve(path)).asString()).isEqualTo(last);
      List<Integer> versions =
          given().get(again.resolve(path + "/versions")).path("versions.version");
      assertThat(versions).hasSize(20).startsWith(20).endsWith(1);
      for (int version = 2; version <= 20; version++) {
        String text = given().get(again.resolve(path + "/versions/" + version)).asString();
        assertThat(text).contains("\"Version " + version + "\"");
      }
      int told = given().get(again.resolve("/api/v1/audit")).path("total");
      assertThat(told).isEqualTo(20);
    }
  }

  @Test
  void diskThatIsAlmostFullIsReadButNotWritten() throws IOException {
    try (ServiceProcess service =
        ServiceProcess.start(
            "cyanotype.data-dir=" + folder, "cyanotype.database.min-free-space=1024P")) {
      given()
          .contentType("application/json")
          .body(given().get(service.resolve("/api/v1/templates/redis-cluster")).asString())
          .post(service.resolve("/api/v1/blueprints/"))
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .header("Retry-After", notNullValue())
          .body("detail", containsString("almost full"));

      given()
          .get(service.resolve("/api/v1/blueprints/"))
          .then()
          .statusCode(200)
          .header("X-Total-Count", "0");
      given().get(service.resolve("/q/health/ready")).then().statusCode(200);
    }
  }
}
