package dev.cyanotype.request;

import dev.cyanotype.problem.PlainProblems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Refuses paths with parameters (`/a;b=c/d`). None here has any, and they are not nothing to the
/// router of resources, which drops them: `/api;/v1` would be another path than the one that access
/// and limits are decided for.
@ApplicationScoped
public class PlainPaths {

  void register(@Observes Filters filters) {
    filters.register(PlainPaths::refuseParameters, Priorities.PATH);
  }

  private static void refuseParameters(RoutingContext context) {
    if (context.request().path().indexOf(';') >= 0) {
      PlainProblems.notFound(context);
    } else {
      context.next();
    }
  }
}
