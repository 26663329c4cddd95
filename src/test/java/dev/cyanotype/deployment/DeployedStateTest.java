package dev.cyanotype.deployment;

import static dev.cyanotype.deployment.TestingBlueprints.resource;
import static dev.cyanotype.deployment.TestingBlueprints.stored;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes known of what is deployed, also where others change it.
@QuarkusTest
class DeployedStateTest {

  private static final Map<String, Object> SMALL = Map.of("memory", "1GB");

  @Inject Database database;

  private static String address(String blueprint) {
    return "/api/v1/blueprints/" + blueprint;
  }

  private static String done(String blueprint, String what) {
    String id =
        given().post(address(blueprint) + "/" + what).then().statusCode(202).extract().path("id");
    await()
        .untilAsserted(
            () -> given().get("/api/v1/deployments/" + id).then().body("status", is("succeeded")));
    return id;
  }

  private void change(String sql) {
    database.transaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  @Test
  void driftNamesWhatOthersHaveChanged() {
    String shop =
        stored(
            resource("a", SMALL),
            resource("b", SMALL),
            resource("c", SMALL),
            resource("d", SMALL),
            resource("e", SMALL));
    done(shop, "deploy");
    String here = " where blueprint_id = '" + shop + "' and name = ";
    change("delete from simulated_resources" + here + "'a'");
    change("update simulated_resources set settings = '{\"memory\":\"9GB\"}'" + here + "'b'");
    change("update simulated_resources set state = 'stopped'" + here + "'c'");
    change("update simulated_resources set state = 'unhealthy'" + here + "'d'");
    change("update simulated_resources set name = 'other'" + here + "'e'");

    given()
        .get(address(shop) + "/drift")
        .then()
        .statusCode(200)
        .body("in_sync", is(false))
        .body("simulated", is(true))
        .body("resources.name", contains("a", "b", "c", "d", "e", "other"))
        .body(
            "resources.difference",
            contains("missing", "changed", "stopped", "unhealthy", "missing", "unexpected"))
        .body("resources[1].changes[0].from", is("1GB"))
        .body("resources[1].changes[0].to", is("9GB"));

    done(shop, "deploy");
    given().get(address(shop) + "/drift").then().body("in_sync", is(true));
  }

  @Test
  void whatIsDeployedCannotBeDeleted() {
    String shop = stored(resource("a", SMALL));
    done(shop, "deploy");

    given().delete(address(shop)).then().statusCode(409).body("detail", containsString("destroy"));

    done(shop, "destroy");
    given().delete(address(shop)).then().statusCode(204);
  }

  @Test
  void auditTrailSaysWhoDeployed() {
    String shop = stored(resource("a", SMALL));
    String deployment = done(shop, "deploy");

    given()
        .get("/api/v1/audit?target=deployment/" + deployment)
        .then()
        .statusCode(200)
        .body("entries.action", hasItems("deployment.deploy.requested", "deployment.deploy.ended"))
        .body("entries.caller", everyItem(startsWith("address:")))
        .body("entries.outcome", hasItems("accepted", "succeeded"));
  }
}
