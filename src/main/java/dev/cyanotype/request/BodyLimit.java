package dev.cyanotype.request;

import dev.cyanotype.problem.PlainProblems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Refuses bodies over [#MAX_BYTES] before reading them. One that does not say its length is cut by
/// `quarkus.http.limits.max-body-size`.
@ApplicationScoped
public class BodyLimit {

  public static final long MAX_BYTES = 1024L * 1024;

  void register(@Observes Filters filters) {
    filters.register(BodyLimit::refuseTooLarge, Priorities.BODY_LIMIT);
  }

  private static void refuseTooLarge(RoutingContext context) {
    if (declaredLength(context) > MAX_BYTES) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      PlainProblems.send(context, 413, "The body is over " + MAX_BYTES + " bytes.");
    } else {
      context.next();
    }
  }

  private static long declaredLength(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
