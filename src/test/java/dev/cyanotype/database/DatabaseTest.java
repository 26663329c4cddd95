package dev.cyanotype.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Transactions, on the database that comes with the service.
@QuarkusTest
class DatabaseTest {

  @Inject Database database;

  @ConfigProperty(name = "cyanotype.data-dir")
  String dataDir;

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
  void readingChangesNothing() {
    execute("CREATE TABLE read_only (id INTEGER PRIMARY KEY)");

    int seen =
        database.read(
            connection -> {
              execute(connection, "INSERT INTO read_only VALUES (1)");
              return count(connection, "read_only");
            });

    assertThat(seen).isOne();
    assertThat(count("read_only")).isZero();
  }

  /// What others change meanwhile is not the readers' to write out.
  @Test
  void readingWritesNothingToTheFile() {
    assumeThat(kind()).isEqualTo("H2");
    execute("CREATE TABLE changing (id INTEGER PRIMARY KEY)");
    long before = writes();

    database.transaction(
        connection -> {
          for (int i = 0; i < 200; i++) {
            execute(connection, "INSERT INTO changing VALUES (" + i + ")");
            readElsewhere();
          }
          return null;
        });

    assertThat(writes() - before).isLessThan(100);
  }

  private void readElsewhere() {
    try {
      Thread.ofVirtual().start(() -> database.read(c -> count(c, "audit_trail"))).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long writes() {
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT setting_value FROM information_schema.settings"
                          + " WHERE setting_name = 'info.FILE_WRITE'")) {
            rows.next();
            return rows.getLong(1);
          }
        });
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

  /// As a disk that is full has it closed.
  @Test
  void databaseThatWasClosedIsOpenedAgain() {
    assumeThat(kind()).isEqualTo("H2");
    execute("CREATE TABLE reopened (id INTEGER PRIMARY KEY)");
    execute("INSERT INTO reopened VALUES (1)");

    assertThatException().isThrownBy(() -> execute("SHUTDOWN IMMEDIATELY"));

    await().ignoreExceptions().until(() -> count("reopened") == 1);
  }

  @Test
  void nothingIsConfirmedWithoutAFileToKeepItIn() throws IOException {
    assumeThat(kind()).isEqualTo("H2");
    Path file = Path.of(dataDir, "cyanotype.mv.db");
    Path elsewhere = Path.of(dataDir, "removed");
    Files.move(file, elsewhere);

    try {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> execute("CREATE TABLE lost (id INTEGER PRIMARY KEY)"))
          .satisfies(e -> assertThat(e.status()).isEqualTo(503));
      given().get("/q/health/ready").then().statusCode(503);
    } finally {
      Files.move(elsewhere, file);
    }
    assertThat(count("audit_trail")).isNotNegative();
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
