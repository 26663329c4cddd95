package dev.cyanotype.security;

import dev.cyanotype.request.BodyLimit;
import dev.cyanotype.request.Priorities;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Recognises callers by their API keys and refuses what [AccessRules] does not allow them, before
/// anything else looks at the request. Everything is open where no key is configured.
@Startup
@ApplicationScoped
public class AccessControl {

  private static final Logger LOG = Logger.getLogger(AccessControl.class);
  private static final String SHOWN = Shown.class.getName();
  private static final String CHALLENGE = "Bearer realm=\"cyanotype\"";

  private static final int AFTER_OTHERS = 10_000;

  private final ApiKeys keys;
  private final boolean listens;
  private final Counter withoutKey;
  private final Counter withUnusableKey;
  private final Counter withoutRole;

  AccessControl(AccessConfig config, VertxHttpConfig http, MeterRegistry registry) {
    this.listens = http.hostEnabled() || http.domainSocketEnabled();
    this.keys = config.apiKeys().map(AccessControl::read).orElseGet(() -> new ApiKeys(List.of()));
    this.withoutKey = refused(registry, "no_key");
    this.withUnusableKey = refused(registry, "unusable_key");
    this.withoutRole = refused(registry, "no_role");
  }

  /// Behind everything that may keep the service from starting.
  void announce(@Observes @Priority(AFTER_OTHERS) StartupEvent start) {
    if (isConfigured()) {
      LOG.info("API keys: " + keys);
    } else if (listens) {
      LOG.warn(
          "No API keys: every call is open, but deploying to docker and proxmox is for clients on"
              + " this machine only; set CYANOTYPE_API_KEYS to decide who may do what");
    }
  }

  /// False where everyone may ask for everything.
  boolean isConfigured() {
    return !keys.isEmpty();
  }

  private static ApiKeys read(String list) {
    try {
      return ApiKeyList.parse(list);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("cyanotype.api-keys: " + e.getMessage());
    }
  }

  private static Counter refused(MeterRegistry registry, String reason) {
    return Counter.builder("cyanotype.access.refused")
        .description("Calls refused for want of a key, of a known one, or of its role")
        .tag("reason", reason)
        .register(registry);
  }

  void register(@Observes Filters filters) {
    if (isConfigured()) {
      filters.register(this::recognise, Priorities.CALLER);
      filters.register(this::decide, Priorities.ACCESS);
    }
  }

  private void recognise(RoutingContext request) {
    Shown shown = Shown.in(request.request().headers(), keys);
    request.put(SHOWN, shown);
    caller(shown, request).is(request);
    request.next();
  }

  private static Caller caller(Shown shown, RoutingContext request) {
    return switch (shown) {
      case Shown.Known(ApiKey key) -> Caller.withKey(key.name()).with(key.roles());
      case Shown.Nothing(), Shown.Unusable _ -> Caller.at(request.request().remoteAddress());
    };
  }

  private void decide(RoutingContext request) {
    Optional<Role> needed =
        AccessRules.roleFor(request.request().method().name(), request.normalizedPath());
    if (needed.isEmpty()) {
      request.next();
    } else {
      decide(request, needed.get(), request.get(SHOWN));
    }
  }

  private void decide(RoutingContext request, Role needed, Shown shown) {
    switch (shown) {
      case Shown.Nothing() -> {
        withoutKey.increment();
        challenge(
            request,
            401,
            "This call needs an API key, in the header X-API-Key or as 'Authorization: Bearer'.",
            "");
      }
      case Shown.Unusable(String why) -> {
        withUnusableKey.increment();
        challenge(request, 401, why, ", error=\"invalid_token\"");
      }
      case Shown.Known(ApiKey key) when !key.has(needed) -> {
        withoutRole.increment();
        challenge(
            request,
            403,
            "The API key '%s' lacks the role '%s'.".formatted(key.name(), needed.id()),
            ", error=\"insufficient_scope\", scope=\"" + needed.id() + "\"");
      }
      case Shown.Known _ -> request.next();
    }
  }

  /// As RFC 6750 has it.
  private static void challenge(RoutingContext request, int status, String detail, String error) {
    request.response().putHeader("WWW-Authenticate", CHALLENGE + error);
    BodyLimit.refuse(request, status, detail);
  }
}
