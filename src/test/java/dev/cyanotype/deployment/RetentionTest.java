package dev.cyanotype.deployment;

import static dev.cyanotype.deployment.TestingBlueprints.resource;
import static dev.cyanotype.deployment.TestingBlueprints.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.cyanotype.database.Database;
import dev.cyanotype.database.Statements;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which deployments outlive the 90 days that they are kept for.
@QuarkusTest
class RetentionTest {

  private static final String DEPLOYMENTS = "/api/v1/deployments/";
  private static final String BLUEPRINTS = "/api/v1/blueprints/";

  @Inject Database database;
  @Inject Retention retention;

  private static String shop() {
    return stored(resource("web", Map.of("memory", "1GB")));
  }

  private static String ended(String blueprint, String what) {
    String id = begun(blueprint, what);
    await()
        .untilAsserted(() -> given().get(DEPLOYMENTS + id).then().body("status", is("succeeded")));
    return id;
  }

  private static String begun(String blueprint, String what) {
    return given()
        .post(BLUEPRINTS + blueprint + "/" + what)
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  /// Has what there is of a blueprint lie so many days back.
  private void age(String blueprint, int days) {
    Duration back = Duration.ofDays(days);
    List<String> ids =
        database.read(
            connection ->
                Statements.query(
                    connection,
                    row -> row.getString(1),
                    "select id from deployments where blueprint_id = ? order by created_at",
                    blueprint));
    database.transaction(
        connection -> {
          Instant created = Instant.now().minus(back);
          for (String id : ids) {
            created = created.plusMillis(1);
            Statements.execute(
                connection,
                "update deployments set created_at = ?, ended_at = case when ended_at is null"
                    + " then null else cast(? as timestamp with time zone) end where id = ?",
                created,
                created,
                id);
          }
          return null;
        });
  }

  private int journaled(String table, String deployment) {
    return database.read(
        connection ->
            Statements.query(
                    connection,
                    row -> row.getInt(1),
                    "select count(*) from " + table + " where deployment_id = ?",
                    deployment)
                .getFirst());
  }

  private static void isThere(String deployment) {
    given().get(DEPLOYMENTS + deployment).then().statusCode(200).body("steps", not(hasSize(0)));
  }

  private static void isGone(String deployment) {
    given().get(DEPLOYMENTS + deployment).then().statusCode(404);
    given().get(DEPLOYMENTS + deployment + "/events").then().statusCode(404);
    given().post(DEPLOYMENTS + deployment + "/rollback").then().statusCode(404);
  }

  @Test
  void whatIsOldAndWasFollowedByAnotherIsForgottenAltogether() {
    String shop = shop();
    String first = ended(shop, "deploy");
    String second = ended(shop, "destroy");
    String third = ended(shop, "deploy");
    age(shop, 91);

    retention.forgetOld();

    isGone(first);
    isGone(second);
    isThere(third);
    assertThat(journaled("deployment_steps", first)).isZero();
    assertThat(journaled("deployment_events", first)).isZero();
    given().get("/api/v1/audit?target=deployment/" + first).then().body("entries.size()", is(2));
  }

  @Test
  void whatIsYoungerStays() {
    String shop = shop();
    String first = ended(shop, "deploy");
    ended(shop, "destroy");
    age(shop, 89);

    retention.forgetOld();

    isThere(first);
  }

  @Test
  void latestOneCanBeRolledBackHoweverOldItIs() {
    String shop = shop();
    String first = ended(shop, "deploy");
    TestingBlueprints.change(shop, resource("web", Map.of("memory", "2GB")));
    String second = ended(shop, "deploy");
    age(shop, 1000);

    retention.forgetOld();

    isGone(first);
    given().post(DEPLOYMENTS + second + "/rollback").then().statusCode(202).body("version", is(1));
  }

  @Test
  void whatThereIsOfADeletedBlueprintGoes() {
    String shop = shop();
    String first = ended(shop, "deploy");
    String last = ended(shop, "destroy");
    given().delete(BLUEPRINTS + shop).then().statusCode(204);
    age(shop, 91);

    retention.forgetOld();

    isGone(first);
    isGone(last);
  }

  @Test
  void whatIsDeployedIsKnownByItsDeployment() {
    String shop = shop();
    String deployed = ended(shop, "deploy");
    TestingBlueprints.change(
        shop, resource("web", Map.of("memory", "2GB", "fake", Map.of("fail", "update"))));
    String undone = begun(shop, "deploy");
    await()
        .untilAsserted(
            () ->
                given().get(DEPLOYMENTS + undone).then().body("status", is("failed_rolled_back")));
    age(shop, 91);

    retention.forgetOld();

    isThere(deployed);
    isThere(undone);
  }

  @Test
  void whatRunsStaysHoweverLong() {
    String shop = stored(resource("web", Map.of("fake", Map.of("delay", "60s"))));
    String running = begun(shop, "deploy");
    await().untilAsserted(() -> isThere(running));
    age(shop, 91);

    retention.forgetOld();

    isThere(running);
    given().post(DEPLOYMENTS + running + "/cancel").then().statusCode(200);
  }
}
