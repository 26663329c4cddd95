package dev.cyanotype.security;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a token says of its bearer (RFC 7519), once its signature has been found right.
final class TokenClaims {

  /// Who is meant, best first. A name that users may give themselves is none of them.
  private static final List<String> SUBJECTS = List.of("sub", "client_id", "azp");

  /// As it may stand in logs, audit trails and settings.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._@|:+=/-]{1,128}");

  private static final int DIGEST_BYTES = 16;

  private final JsonObject claims;

  private TokenClaims(JsonObject claims) {
    this.claims = claims;
  }

  static TokenClaims of(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new TokenClaims(new JsonObject(new String(payload, StandardCharsets.UTF_8)));
  }

  /// The bearer's name within the issuer, of at most 128 plain characters: one that is not so is
  /// replaced by its digest, behind a `#` that no other has. Empty where the token names nobody.
  Optional<String> subject() {
    return SUBJECTS.stream()
        .map(claims::getValue)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(name -> PLAIN.matcher(name).matches() ? name : digest(name));
  }

  private static String digest(String name) {
    return "#" + HexFormat.of().formatHex(ApiKey.digestOf(name), 0, DIGEST_BYTES);
  }

  /// @param places claims, see [#values]
  /// @param names what the issuer calls each role
  Set<Role> roles(List<String> places, Map<Role, List<String>> names) {
    List<String> said = places.stream().flatMap(this::values).toList();
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    names.forEach(
        (role, meant) -> {
          if (meant.stream().anyMatch(said::contains)) {
            roles.add(role);
          }
        });
    return roles;
  }

  /// @param place the name of a claim, or the names of nested ones with `/` between them
  /// @return what stands there: the texts of a list, or the words of one text, as `scope` has
  ///     (RFC 8693, section 4.2)
  Stream<String> values(String place) {
    Object value = claims.containsKey(place) ? claims.getValue(place) : nested(place);
    return switch (value) {
      case String words -> Arrays.stream(words.split("[ ,]+"));
      case JsonArray list -> list.stream().filter(String.class::isInstance).map(String.class::cast);
      case null -> Stream.empty();
      case Object _ -> Stream.empty();
    };
  }

  private Object nested(String place) {
    Object value = claims;
    for (String name : place.split("/")) {
      value = value instanceof JsonObject object ? object.getValue(name) : null;
    }
    return value;
  }
}
