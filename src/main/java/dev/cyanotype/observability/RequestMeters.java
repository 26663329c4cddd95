package dev.cyanotype.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/// Keeps clients from making up meters: `http.server.requests` has the method and, where no route
/// was reached, the path as the client wrote them.
///
/// Such requests are not timed at all, since the registry remembers every name that it was asked
/// for, also those that a filter maps to one. The refusals among them have counters of their own.
public class RequestMeters {

  private static final String REQUESTS = "http.server.requests";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /// Statuses that are answered before a route is known.
  private static final Set<String> BEFORE_ROUTES = Set.of("401", "403", "413", "426", "429", "503");

  @Produces
  @Singleton
  MeterFilter bounded() {
    return new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(REQUESTS) && isMadeUp(id)
            ? MeterFilterReply.DENY
            : MeterFilterReply.NEUTRAL;
      }
    };
  }

  private static boolean isMadeUp(Meter.Id id) {
    return !METHODS.contains(String.valueOf(id.getTag("method")))
        || BEFORE_ROUTES.contains(String.valueOf(id.getTag("status")));
  }
}
