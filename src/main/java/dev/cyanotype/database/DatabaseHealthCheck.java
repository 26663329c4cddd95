package dev.cyanotype.database;

import dev.cyanotype.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Whether the database answers.
@Readiness
@ApplicationScoped
class DatabaseHealthCheck implements HealthCheck {

  private final Database database;

  DatabaseHealthCheck(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("database");
    try {
      return response.up().withData("kind", kind()).build();
    } catch (ProblemException e) {
      return response.down().withData("problem", e.getMessage()).build();
    }
  }

  private String kind() {
    return database.read(
        connection -> {
          Statements.query(connection, row -> row.getInt(1), "SELECT 1");
          return connection.getMetaData().getDatabaseProductName();
        });
  }
}
