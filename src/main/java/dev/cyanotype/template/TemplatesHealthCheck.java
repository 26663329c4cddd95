package dev.cyanotype.template;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Says how many templates there are and which files are refused. Always up: a user's broken file
/// is no reason to take the service away from everybody.
@Readiness
@ApplicationScoped
class TemplatesHealthCheck implements HealthCheck {

  private final TemplateLibrary library;

  TemplatesHealthCheck(TemplateLibrary library) {
    this.library = library;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("templates").up();
    response.withData("count", library.all().size());
    library.refused().forEach(refused -> response.withData(refused.file(), refused.problem()));
    return response.build();
  }
}
