package dev.cyanotype.problem;

import dev.cyanotype.request.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Problems of requests that no resource sees: paths outside the API, and what is refused before.
@ApplicationScoped
public class PlainProblems {

  void register(@Observes Router router) {
    router.route().last().handler(PlainProblems::notFound);
  }

  private static void notFound(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    send(context, 404, "There is nothing at " + context.request().path() + "; see /docs.");
  }

  public static void send(RoutingContext context, int status, String detail) {
    Problem problem = Problem.of(status, detail, java.util.List.of(), RequestId.of(context));
    JsonObject body =
        new JsonObject()
            .put("type", problem.type())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail())
            .put("request_id", problem.requestId());
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(body.toBuffer());
  }
}
