package dev.cyanotype.openapi;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Sends those who look for the API's description where Quarkus or FastAPI has it to where it is.
@ApplicationScoped
public class FamiliarAddresses {

  void register(@Observes Router router) {
    redirect(router, "/q/swagger-ui", "/docs");
    redirect(router, "/openapi.json", "/q/openapi?format=json");
  }

  private static void redirect(Router router, String from, String to) {
    router
        .route(from)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context ->
                context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, to).end());
  }
}
