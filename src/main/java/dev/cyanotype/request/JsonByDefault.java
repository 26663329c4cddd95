package dev.cyanotype.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/// Reads bodies sent without a content type, or with the form type that `curl -d` sends by
/// itself, as JSON. The API takes no forms, so nothing else can have been meant. An `Accept` that
/// is empty accepts what none at all does.
@ApplicationScoped
public class JsonByDefault {

  private static final String FORM = "application/x-www-form-urlencoded";

  void register(@Observes Filters filters) {
    filters.register(JsonByDefault::readAsJson, Priorities.CONTENT_TYPE);
  }

  private static void readAsJson(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (isOfTheApi(request.path()) && isUnsaid(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    if (request.headers().contains(HttpHeaders.ACCEPT) && isBlank(request)) {
      request.headers().remove(HttpHeaders.ACCEPT);
    }
    context.next();
  }

  private static boolean isBlank(HttpServerRequest request) {
    return String.join("", request.headers().getAll(HttpHeaders.ACCEPT)).replace(",", "").isBlank();
  }

  private static boolean isOfTheApi(String path) {
    return path.startsWith("/api/") || path.startsWith("/chat/");
  }

  private static boolean isUnsaid(String contentType) {
    return contentType == null || contentType.toLowerCase(Locale.ROOT).startsWith(FORM);
  }
}
