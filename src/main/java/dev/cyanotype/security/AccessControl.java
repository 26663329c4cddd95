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
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Recognises callers by their API keys or tokens and refuses what [AccessRules] does not allow
/// them, before anything else looks at the request. Everything is open where neither is configured.
@Startup
@ApplicationScoped
public class AccessControl {

  private static final Logger LOG = Logger.getLogger(AccessControl.class);
  private static final String SHOWN = Shown.class.getName();
  private static final String CHALLENGE = "Bearer realm=\"cyanotype\"";

  private static final String RETRY_SECONDS = "2";

  private static final int AFTER_OTHERS = 10_000;

  private final ApiKeys keys;
  private final Tokens tokens;
  private final boolean listens;
  private final Counter withoutKey;
  private final Counter withUnusableKey;
  private final Counter withoutRole;
  private final Counter withoutIssuer;
  private final Event<DeployRefusal> refusals;

  AccessControl(
      AccessConfig config,
      Tokens tokens,
      VertxHttpConfig http,
      MeterRegistry registry,
      Event<DeployRefusal> refusals) {
    this.tokens = tokens;
    this.refusals = refusals;
    this.listens = http.hostEnabled() || http.domainSocketEnabled();
    this.keys = config.apiKeys().map(AccessControl::read).orElseGet(() -> new ApiKeys(List.of()));
    this.withoutKey = refused(registry, "no_key");
    this.withUnusableKey = refused(registry, "unusable_key");
    this.withoutRole = refused(registry, "no_role");
    this.withoutIssuer = refused(registry, "no_issuer");
  }

  /// Behind everything that may keep the service from starting.
  void announce(@Observes @Priority(AFTER_OTHERS) StartupEvent start) {
    if (!keys.isEmpty()) {
      LOG.info("API keys: " + keys);
    }
    if (tokens.areAccepted()) {
      LOG.info("Tokens of " + tokens);
    }
    if (!isConfigured() && listens) {
      LOG.warn(
          "No API keys: every call is open, but deploying to docker and proxmox is for clients on"
              + " this machine only; set CYANOTYPE_API_KEYS or CYANOTYPE_OIDC_ISSUER to decide who"
              + " may do what");
    }
  }

  /// False where everyone may ask for everything.
  boolean isConfigured() {
    return !keys.isEmpty() || tokens.areAccepted();
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
        .description(
            "Calls refused for want of a key or token, of a known one, of its role, or of its issuer")
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
    switch (Shown.in(request.request().headers(), keys, tokens.areAccepted())) {
      case Shown.Token(String token) -> {
        Context context = request.vertx().getOrCreateContext();
        tokens
            .verify(token)
            .subscribe()
            .with(shown -> context.runOnContext(_ -> proceedIfThere(request, shown)));
      }
      case Shown shown -> proceed(request, shown);
    }
  }

  /// The client may have gone meanwhile.
  private static void proceedIfThere(RoutingContext request, Shown shown) {
    if (!request.response().closed()) {
      proceed(request, shown);
    }
  }

  private static void proceed(RoutingContext request, Shown shown) {
    request.put(SHOWN, shown);
    caller(shown, request).is(request);
    request.next();
  }

  private static Caller caller(Shown shown, RoutingContext request) {
    return switch (shown) {
      case Shown.Known(ApiKey key) -> Caller.withKey(key.name()).with(key.roles());
      case Shown.Bearer(Caller bearer) -> bearer;
      case Shown.Nothing _, Shown.Unusable _, Shown.Token _, Shown.Unverifiable _ ->
          Caller.at(request.request().remoteAddress());
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
        challenge(request, 401, "This call needs " + whatIsNeeded(), "");
      }
      case Shown.Unusable(String why, String description) -> {
        withUnusableKey.increment();
        challenge(request, 401, why, invalidToken(description));
      }
      case Shown.Known(ApiKey key) when !key.has(needed) ->
          refuseWithoutRole(request, needed, "API key '" + key.name() + "'");
      case Shown.Bearer(Caller caller) when !caller.has(needed) ->
          refuseWithoutRole(request, needed, "token");
      case Shown.Token _, Shown.Unverifiable _ -> {
        withoutIssuer.increment();
        request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        BodyLimit.refuse(
            request, 503, "The issuer of the token does not answer, so it cannot be checked.");
      }
      case Shown.Known _, Shown.Bearer _ -> request.next();
    }
  }

  private String whatIsNeeded() {
    return tokens.areAccepted()
        ? "an API key, in the header X-API-Key or as 'Authorization: Bearer', or a token there."
        : "an API key, in the header X-API-Key or as 'Authorization: Bearer'.";
  }

  private static String invalidToken(String description) {
    return ", error=\"invalid_token\""
        + (description.isEmpty() ? "" : ", error_description=\"" + description + "\"");
  }

  private void refuseWithoutRole(RoutingContext request, Role needed, String what) {
    withoutRole.increment();
    String why = "The %s lacks the role '%s'.".formatted(what, needed.id());
    if (needed == Role.DEPLOY) {
      refusals.fire(
          DeployRefusal.of(
              Caller.of(request),
              request.request().method().name(),
              request.normalizedPath(),
              why));
    }
    challenge(request, 403, why, ", error=\"insufficient_scope\", scope=\"" + needed.id() + "\"");
  }

  /// As RFC 6750 has it.
  private static void challenge(RoutingContext request, int status, String detail, String error) {
    request.response().putHeader("WWW-Authenticate", CHALLENGE + error);
    BodyLimit.refuse(request, status, detail);
  }
}
