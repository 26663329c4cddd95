package dev.cyanotype.ratelimit;

import dev.cyanotype.request.BodyLimit;
import dev.cyanotype.request.Priorities;
import dev.cyanotype.security.Caller;
import io.netty.channel.ChannelFutureListener;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/// Holds every call under `/api`, `/chat`, `/ws` and `/v1` against its caller's limits, before
/// anything is asked of the model. Health, metrics, documentation and pages are not counted.
@ApplicationScoped
public class LimitedRequests {

  private static final Pattern COUNTED = Pattern.compile("/(?:api|chat|ws|v1)(?:/.*)?");

  /// What is answered at once. Who has all its streams open may still look at them and stop one.
  private static final Pattern WITHOUT_SLOT =
      Pattern.compile("/api/v1/(?:templates|streams)(?:/.*)?|/chat/stream/[^/]+/cancel/*");

  private static final String POLICY = "RateLimit-Policy";
  private static final String LIMIT = "RateLimit";

  private final RateLimits limits;

  LimitedRequests(RateLimits limits) {
    this.limits = limits;
  }

  void register(@Observes Filters filters) {
    if (!limits.isUnlimited()) {
      filters.register(this::hold, Priorities.RATE_LIMIT);
    }
  }

  private void hold(RoutingContext request) {
    String path = request.normalizedPath();
    if (COUNTED.matcher(path).matches()) {
      Caller caller = Caller.of(request);
      boolean withoutSlot = WITHOUT_SLOT.matcher(path).matches();
      hold(request, withoutSlot ? limits.admitWithoutSlot(caller) : limits.admit(caller));
    } else {
      request.next();
    }
  }

  private static void hold(RoutingContext request, Admission admission) {
    switch (admission) {
      case Admission.Unlimited() -> request.next();
      case Admission.Granted granted -> pass(request, granted);
      case Admission.Refused refused -> refuse(request, refused);
    }
  }

  private static void pass(RoutingContext request, Admission.Granted granted) {
    say(request, granted.standing());
    releaseInTheEnd(request, granted.slot());
    if (request.response().closed()) {
      granted.slot().release();
    } else {
      request.next();
    }
  }

  /// The response of a connection that becomes a WebSocket never ends.
  private static void releaseInTheEnd(RoutingContext request, Slot slot) {
    request.addEndHandler(_ -> slot.release());
    if (request.request().getHeader(HttpHeaders.UPGRADE) != null
        && request.request().connection() instanceof ConnectionBase connection) {
      ChannelFutureListener onClose = _ -> slot.release();
      connection.channel().closeFuture().addListener(onClose);
      request.addEndHandler(_ -> connection.channel().closeFuture().removeListener(onClose));
    }
  }

  private static void refuse(RoutingContext request, Admission.Refused refused) {
    say(request, refused.standing());
    request
        .response()
        .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(refused.retryAfterSeconds()));
    BodyLimit.refuse(request, 429, refused.detail());
  }

  private static void say(RoutingContext request, Standing standing) {
    request.response().putHeader(POLICY, standing.policy()).putHeader(LIMIT, standing.limit());
  }
}
