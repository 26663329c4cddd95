package dev.cyanotype.deployment;

import dev.cyanotype.security.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/// What the address of a request to remove what is deployed says. The request itself is no field:
/// where a stream asks for it later, that would be nobody's.
public class DestructionParameters {

  /// A request with all that it says.
  record Asked(RoutingContext request, Order order, boolean isDryRun) {}

  @PathParam("id")
  String id;

  @QueryParam("engine")
  String engine;

  @QueryParam("on_failure")
  String onFailure;

  @QueryParam("dry_run")
  String dryRun;

  /// Null for none.
  String version() {
    return null;
  }

  /// @param body null for none
  Asked asked(RoutingContext request, DeploymentOptions body) {
    DeploymentOptions options = DeploymentOptions.of(body, engine, version(), onFailure, dryRun);
    return new Asked(request, options.order(id, Caller.of(request)), options.isDryRun());
  }
}
