package dev.cyanotype.blueprint.cost;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/// Names the price catalogues and the refused files. Always up: a user's broken file is no reason
/// to take the service away from everybody.
@Readiness
@ApplicationScoped
class PricingHealthCheck implements HealthCheck {

  private final PriceCatalogues catalogues;

  PricingHealthCheck(PriceCatalogues catalogues) {
    this.catalogues = catalogues;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("pricing").up();
    response.withData("catalogues", String.join(", ", catalogues.ids()));
    catalogues.refused().forEach(file -> response.withData(file.file(), file.problem()));
    return response.build();
  }
}
