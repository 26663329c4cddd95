package dev.cyanotype.streaming;

import dev.cyanotype.problem.PlainProblems;
import dev.cyanotype.request.Priorities;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/// What happens between SIGTERM and the end: nothing new begins, and streams that are open come to
/// their end by themselves or are ended in time before `quarkus.shutdown.timeout`, so that their
/// clients hear why.
///
/// Readiness goes down at the same moment (`quarkus.shutdown.delay-enabled`), while the service
/// still answers.
@ApplicationScoped
public class Drain {

  private static final String MODEL_CALLS = "/api/v1/conversation/";
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final LiveStreams live;
  private final Vertx vertx;
  private final ShutdownConfig config;
  private volatile boolean begun;

  Drain(LiveStreams live, Vertx vertx, ShutdownConfig config) {
    this.live = live;
    this.vertx = vertx;
    this.config = config;
  }

  void begin(@Observes ShutdownDelayInitiatedEvent sigterm) {
    begun = true;
    live.refuseNew();
    config
        .timeout()
        .map(Drain::bound)
        .ifPresent(bound -> vertx.setTimer(bound, _ -> live.endAll()));
  }

  /// In milliseconds; what is left until the timeout is for the last events to leave.
  private static long bound(Duration timeout) {
    long margin = Math.min(MARGIN.toMillis(), timeout.toMillis() / 4);
    return Math.max(1, timeout.toMillis() - margin);
  }

  void register(@Observes Filters filters) {
    filters.register(this::refuse, Priorities.SHUTDOWN);
  }

  private void refuse(RoutingContext request) {
    if (begun && request.normalizedPath().startsWith(MODEL_CALLS)) {
      request
          .response()
          .putHeader(HttpHeaders.CONNECTION, "close")
          .putHeader("Retry-After", String.valueOf(LiveStreams.RETRY_ELSEWHERE.toSeconds()));
      PlainProblems.send(request, 503, LiveStreams.SHUTTING_DOWN);
    } else {
      request.next();
    }
  }
}
