package dev.cyanotype.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/// Gives each request an id: the caller's own `X-Request-Id` where it is a plain token, else a
/// new one. It is in the answer's header, in every log line (`request_id`) and in every problem.
@ApplicationScoped
public class RequestId {

  public static final String HEADER = "X-Request-Id";
  static final String MDC_KEY = "request_id";

  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  void register(@Observes Filters filters) {
    filters.register(RequestId::identify, Priorities.REQUEST_ID);
  }

  private static void identify(RoutingContext context) {
    MDC.put(MDC_KEY, of(context));
    context.next();
  }

  /// The request's id; given to it now where it has none yet.
  public static String of(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given != null && ACCEPTED.matcher(given).matches() ? given : newId();
    context.request().headers().set(HEADER, id);
    context.response().putHeader(HEADER, id);
    return id;
  }

  /// The id of the request that the current thread serves, for those that do not see it.
  public static Optional<String> current() {
    return Optional.ofNullable(MDC.get(MDC_KEY)).map(String::valueOf);
  }

  /// Has the current thread work for the request of this id.
  public static void carry(String id) {
    MDC.put(MDC_KEY, id);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
