package dev.cyanotype.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/// Transactions, on the database that comes with the service.
@QuarkusTest
class DatabaseTest {

  @Inject Database database;

  protected String kind() {
    return "H2";
  }

  private int execute(String sql) {
    return database.transaction(connection -> execute(connection, sql));
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private int count(String table) {
    return database.transaction(connection -> count(connection, table));
  }

  @Test
  void whatIsDoneIsThereAfterwards() {
    execute("CREATE TABLE kept (id INTEGER PRIMARY KEY)");

    execute("INSERT INTO kept VALUES (1)");

    assertThat(count("kept")).isOne();
  }

  @Test
  void failureUndoesEverything() {
    execute("CREATE TABLE undone (id INTEGER PRIMARY KEY)");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      execute(connection, "INSERT INTO undone VALUES (1)");
                      throw ProblemException.conflict("no");
                    }))
        .withMessage("no");

    assertThat(count("undone")).isZero();
  }

  @Test
  void statementThatFailsShowsItselfToNoClient() {
    assertThatIllegalStateException()
        .isThrownBy(() -> execute("INSERT INTO nowhere VALUES (1)"))
        .withMessage("A statement failed in the database");
  }

  @Test
  void transactionsAreNotNested() {
    assertThatIllegalStateException()
        .isThrownBy(() -> database.transaction(_ -> count("audit_trail")))
        .withMessageContaining("open already");
  }

  /// An interrupt while H2 writes would close its file for everybody.
  @Test
  void interruptedCallerStillGetsItsTransactionDone() {
    execute("CREATE TABLE interrupted (id INTEGER PRIMARY KEY)");
    Thread.currentThread().interrupt();

    execute("INSERT INTO interrupted VALUES (1)");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(count("interrupted")).isOne();
  }

  @Test
  void readinessNamesTheKind() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'database' }.status", is("UP"))
        .body("checks.find { it.name == 'database' }.data.kind", is(kind()));
  }

  @Test
  void poolIsMeasured() {
    assertThat(given().get("/q/metrics").asString()).contains("agroal_active_count{datasource=");
  }
}
