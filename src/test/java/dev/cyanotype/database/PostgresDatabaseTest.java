package dev.cyanotype.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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
