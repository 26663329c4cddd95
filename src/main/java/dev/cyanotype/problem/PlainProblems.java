package dev.cyanotype.problem;

import dev.cyanotype.request.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// Problems of requests that no resource sees: paths outside the API, and what is refused before.
@ApplicationScoped
public class PlainProblems {

  void register(@Observes Router router) {
    router.route().last().handler(PlainProblems::notFound);
    router.route().order(Integer.MIN_VALUE).failureHandler(PlainProblems::failed);
  }

  public static void notFound(RoutingContext context) {
    if (!context.response().ended()) {
      send(context, 404, "There is nothing at " + context.request().path() + "; see /docs.");
    }
  }

  /// Says why the router refused to look for a route, which is by 400.
  private static void failed(RoutingContext context) {
    if (context.statusCode() == 400 && !context.response().ended()) {
      send(context, 400, "The request has no Host header, or one that is none.");
    } else {
      context.next();
    }
  }

  public static void send(RoutingContext context, int status, String detail) {
    Problem problem = Problem.of(status, detail, List.of(), RequestId.of(context));
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Json.encodeToBuffer(problem));
  }
}
