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

  /// A key that is not known here, or different ones at once.
  record Unusable(String why) implements Shown {}

  record Known(ApiKey key) implements Shown {}

  /// Reads `X-API-Key` and `Authorization: Bearer` (RFC 6750). Other schemes are passed over: they
  /// may be meant for someone in between.
  static Shown in(MultiMap headers, ApiKeys keys) {
    Set<String> secrets = secrets(headers);
    return switch (secrets.size()) {
      case 0 -> new Nothing();
      case 1 ->
          keys.find(secrets.iterator().next())
              .<Shown>map(Known::new)
              .orElseGet(() -> new Unusable("The API key is not known here."));
      default -> new Unusable("The request shows more than one API key.");
    };
  }

  private static Set<String> secrets(MultiMap headers) {
    Set<String> secrets = new LinkedHashSet<>();
    headers.getAll(HEADER).forEach(value -> secrets.add(value.strip()));
    for (String value : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        secrets.add(value.substring(SCHEME.length()).strip());
      }
    }
    secrets.remove("");
    return secrets;
  }
}
