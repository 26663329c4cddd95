package dev.cyanotype.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The address of a PostgreSQL server, as JDBC has it or as its own tools do (libpq's connection
/// URIs).
///
/// @param jdbc without user and password where they stand before the host
record DatabaseUrl(String jdbc, Optional<String> username, Optional<String> password) {

  private static final String JDBC = "jdbc:postgresql:";
  private static final String MALFORMED =
      "cyanotype.database.url must be jdbc:postgresql://host:5432/name"
          + " or postgres://user:password@host:5432/name; set CYANOTYPE_DATABASE_URL";

  /// @throws IllegalArgumentException that says what is expected, without the address, which may
  ///     hold a password
  static DatabaseUrl of(String text) {
    String url = text.strip();
    if (url.startsWith(JDBC) && url.length() > JDBC.length()) {
      return new DatabaseUrl(url, Optional.empty(), Optional.empty());
    }
    if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
      return ofLibpq(uri(url));
    }
    throw new IllegalArgumentException(MALFORMED);
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // its message would show the password
    }
    throw new IllegalArgumentException(MALFORMED);
  }

  private static DatabaseUrl ofLibpq(URI uri) {
    String[] user =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new DatabaseUrl(
        JDBC + "//" + uri.getHost() + port + uri.getRawPath() + query,
        Arrays.stream(user).findFirst().map(DatabaseUrl::decoded),
        Arrays.stream(user).skip(1).findFirst().map(DatabaseUrl::decoded));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Without what may be secret in it.
  String shown() {
    return jdbc.replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return shown();
  }
}
