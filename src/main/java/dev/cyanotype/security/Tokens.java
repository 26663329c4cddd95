package dev.cyanotype.security;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/// Recognises callers by the signed tokens (RFC 7519) of an OpenID Connect provider, which
/// `quarkus.oidc` checks: signature, issuer, validity, audience.
@ApplicationScoped
class Tokens {

  private static final Logger LOG = Logger.getLogger(Tokens.class);

  /// A longer one is not looked at.
  static final int MAX_LENGTH = 16 * 1024;

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]*+");

  private static final String WRONG = "its signature or its content is wrong";

  /// For an answer of the issuer, where one is needed.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Between two tries to reach an issuer that has not been reached yet.
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final boolean configured;
  private final Optional<String> issuer;
  private final boolean isForAnyAudience;
  private final List<String> places;
  private final Map<Role, List<String>> names;
  private final Instance<TenantIdentityProvider> provider;
  private final Instance<TenantConfigBean> tenants;
  private final AtomicLong nextTry = new AtomicLong(System.nanoTime());

  Tokens(
      AccessConfig config,
      OidcConfig oidc,
      Instance<TenantIdentityProvider> provider,
      Instance<TenantConfigBean> tenants) {
    var tenant = OidcConfig.getDefaultTenant(oidc);
    this.configured = tenant.tenantEnabled();
    this.issuer = tenant.authServerUrl();
    this.isForAnyAudience = tenant.token().audience().isEmpty();
    this.places = config.oidc().rolesClaim();
    this.names =
        Map.of(
            Role.READ, config.oidc().roles().read(),
            Role.WRITE, config.oidc().roles().write(),
            Role.DEPLOY, config.oidc().roles().deploy());
    this.provider = provider;
    this.tenants = tenants;
  }

  boolean areAccepted() {
    return configured;
  }

  /// True for what has a token's form, and a length that is looked at.
  static boolean isOne(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
  }

  /// Ends with [Shown.Bearer], [Shown.Unusable] or [Shown.Unverifiable], within seconds, on
  /// whichever thread.
  Uni<Shown> verify(String token) {
    if (isToBeSpared()) {
      return Uni.createFrom().item(new Shown.Unverifiable());
    }
    return provider
        .get()
        .authenticate(new AccessTokenCredential(token))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .<Shown>map(_ -> bearer(TokenClaims.of(token)))
        .onFailure()
        .recoverWithItem(Tokens::refused);
  }

  /// The keys of an issuer that could not be reached are asked for by one token a second.
  private boolean isToBeSpared() {
    if (tenants.get().getDefaultTenant().ready()) {
      return false;
    }
    long now = System.nanoTime();
    long next = nextTry.get();
    return now < next || !nextTry.compareAndSet(next, now + PAUSE_NANOS);
  }

  private Shown bearer(TokenClaims claims) {
    Set<Role> roles = claims.roles(places, names);
    return claims
        .subject()
        .<Shown>map(subject -> new Shown.Bearer(Caller.named(subject).with(roles)))
        .orElseGet(() -> new Shown.Unusable("The token names nobody.", "no subject"));
  }

  private static Shown refused(Throwable failure) {
    if (isOfTheIssuer(failure)) {
      LOG.debug("A token could not be checked", failure);
      return new Shown.Unverifiable();
    }
    return new Shown.Unusable(
        "The token is not valid here: " + reason(failure) + ".", reason(failure));
  }

  private static boolean isOfTheIssuer(Throwable failure) {
    return switch (failure) {
      case OIDCException _, TimeoutException _, IOException _ -> true;
      case Throwable _ -> false;
    };
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidJwtException invalid) {
        return reason(invalid);
      }
    }
    return WRONG;
  }

  private static String reason(InvalidJwtException invalid) {
    if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
      return "it has expired";
    }
    if (has(invalid, ErrorCodes.ISSUER_INVALID, ErrorCodes.ISSUER_MISSING)) {
      return "it is of another issuer";
    }
    if (has(invalid, ErrorCodes.AUDIENCE_INVALID, ErrorCodes.AUDIENCE_MISSING)) {
      return "it is meant for another audience";
    }
    return WRONG;
  }

  private static boolean has(InvalidJwtException invalid, int... codes) {
    for (int code : codes) {
      if (invalid.hasErrorCode(code)) {
        return true;
      }
    }
    return false;
  }

  /// Where the tokens come from.
  @Override
  public String toString() {
    return issuer.orElse("an issuer whose keys are configured")
        + (isForAnyAudience ? ", whatever audience they are for" : "");
  }
}
