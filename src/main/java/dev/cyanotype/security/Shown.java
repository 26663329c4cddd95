package dev.cyanotype.security;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a request shows of who sends it.
sealed interface Shown {

  String HEADER = "X-API-Key";
  String SCHEME = "Bearer ";

  record Nothing() implements Shown {}

  /// A key that is not known here, a token that is not valid, or different ones at once.
  ///
  /// @param description for a challenge, empty or printable ASCII without quotes (RFC 6750)
  record Unusable(String why, String description) implements Shown {

    Unusable(String why) {
      this(why, "");
    }
  }

  record Known(ApiKey key) implements Shown {}

  /// What has a token's form, and is still to be checked.
  record Token(String text) implements Shown {

    @Override
    public String toString() {
      return "Token";
    }
  }

  /// The bearer of a token that is valid.
  record Bearer(Caller caller) implements Shown {}

  /// A token whose issuer does not answer.
  record Unverifiable() implements Shown {}

  /// Reads `X-API-Key` and `Authorization: Bearer` (RFC 6750), tokens from the latter only. Other
  /// schemes are passed over: they may be meant for someone in between.
  static Shown in(MultiMap headers, ApiKeys keys, boolean tokensAccepted) {
    Set<String> bearers = bearers(headers);
    Set<String> secrets = new LinkedHashSet<>(bearers);
    headers.getAll(HEADER).forEach(value -> secrets.add(value.strip()));
    secrets.remove("");
    if (secrets.isEmpty()) {
      return new Nothing();
    }
    if (secrets.size() > 1) {
      return new Unusable("The request shows more than one API key.");
    }
    String secret = secrets.iterator().next();
    boolean mayBeToken = tokensAccepted && bearers.contains(secret) && Tokens.isOne(secret);
    return keys.find(secret)
        .<Shown>map(Known::new)
        .orElseGet(() -> mayBeToken ? new Token(secret) : unknown(tokensAccepted));
  }

  private static Shown unknown(boolean tokensAccepted) {
    return new Unusable(
        tokensAccepted
            ? "What the request shows is neither an API key known here nor a signed token."
            : "The API key is not known here.");
  }

  private static Set<String> bearers(MultiMap headers) {
    Set<String> bearers = new LinkedHashSet<>();
    for (String value : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        bearers.add(value.substring(SCHEME.length()).strip());
      }
    }
    return bearers;
  }
}
