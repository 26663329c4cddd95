package dev.cyanotype.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads keys out of a text: entries `name:secret` or `name:role+role:secret`, set apart by commas
/// or line breaks.
///
/// A secret is plain, 16 to 512 of the characters that RFC 6750 has for bearer tokens, or
/// `sha256:` and the 64 hexadecimal digits of its SHA-256. Neither has a colon of its own, so an
/// entry reads one way only. A name may stand twice, so that a key can be changed without a gap.
final class ApiKeyList {

  /// What a key is good for where its entry does not say: everything short of deploying.
  static final Set<Role> UNSAID = Set.of(Role.READ, Role.WRITE);

  private static final String HASHED = "sha256:";
  private static final String FORMS =
      " is none of 'name:secret', 'name:role+role:secret', 'name:sha256:digest' and"
          + " 'name:role+role:sha256:digest'";
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<name>[^:]*):(?:(?!sha256:)(?<roles>[^:]*):)?(?<secret>(?:sha256:)?[^:]*)");
  private static final Pattern NAME = Pattern.compile("(?!sha256$)[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9._~+/-]{16," + ApiKeys.MAX_SECRET + "}=*");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  private ApiKeyList() {}

  /// @throws IllegalArgumentException naming the number of the entry that is wrong, and nothing
  ///     that stands in it: it may be a secret at the wrong place
  static ApiKeys parse(String text) {
    List<ApiKey> keys = new ArrayList<>();
    for (String entry : text.split("[,\n]")) {
      if (!entry.isBlank()) {
        keys.add(key(entry.strip(), "entry " + (keys.size() + 1)));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no entry in it");
    }
    return new ApiKeys(keys);
  }

  private static ApiKey key(String entry, String place) {
    Matcher parts = ENTRY.matcher(entry);
    require(parts.matches(), place + FORMS);
    String name = parts.group("name");
    require(
        NAME.matcher(name).matches(),
        place + " wants a name of at most 63 letters, digits, '.', '_' and '-'");
    return new ApiKey(name, roles(parts.group("roles"), place), digest(parts, place));
  }

  private static Set<Role> roles(String text, String place) {
    if (text == null) {
      return UNSAID;
    }
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (String id : text.split("\\+", -1)) {
      roles.add(
          Role.of(id)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          place + " has a role that is none of read, write, deploy")));
    }
    return roles;
  }

  private static byte[] digest(Matcher parts, String place) {
    String secret = parts.group("secret");
    if (secret.startsWith(HASHED)) {
      String digest = secret.substring(HASHED.length());
      require(DIGEST.matcher(digest).matches(), place + " wants 64 hexadecimal digits for SHA-256");
      return HexFormat.of().parseHex(digest);
    }
    require(
        PLAIN.matcher(secret).matches() && secret.length() <= ApiKeys.MAX_SECRET,
        place
            + " wants a secret of 16 to 512 letters, digits and characters of -._~+/="
            + "; try: openssl rand -hex 32");
    return ApiKey.digestOf(secret);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
