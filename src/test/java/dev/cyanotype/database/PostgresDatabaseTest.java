package dev.cyanotype.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The same on a real PostgreSQL, which can also go away.
@QuarkusTest
@TestProfile(OnPostgres.class)
class PostgresDatabaseTest extends DatabaseTest {

  @Override
  protected String kind() {
    return "PostgreSQL";
  }

  @Test
  void connectionThatBreaksIsNoRoomAndReplaced() {
    isNoRoom(
        () ->
            database.transaction(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                  }
                }));

    await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  private static void isNoRoom(ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.status()).isEqualTo(503));
  }

  @Test
  void databaseThatIsAwayIsToldAndComesBack() {
    String name = database.transaction(Connection::getCatalog);
    TestingPostgres.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    TestingPostgres.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    try {
      for (int call = 0; call < 3; call++) {
        given()
            .get("/api/v1/blueprints")
            .then()
            .statusCode(503)
            .header("Retry-After", "5")
            .body("detail", startsWith("The database cannot be reached"));
      }
      given()
          .get("/q/health/ready")
          .then()
          .statusCode(503)
          .body("checks.find { it.name == 'database' }.status", is("DOWN"));
      given().get("/api/v1/templates").then().statusCode(200);
    } finally {
      TestingPostgres.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    }
    await().untilAsserted(() -> given().get("/api/v1/blueprints").then().statusCode(200));
  }

  @Test
  void trailCannotBeChangedInTheDatabaseEither() {
    for (String sql : List.of("DELETE FROM audit_trail", "UPDATE audit_trail SET caller = 'me'")) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  database.transaction(
                      connection -> {
                        try (Statement statement = connection.createStatement()) {
                          return statement.executeUpdate(sql);
                        }
                      }))
          .havingCause()
          .withMessageContaining("append-only");
    }
  }
}
