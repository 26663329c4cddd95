package dev.cyanotype.deployment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What can be said of two sets of settings.
public final class Settings {

  private static final int DIGEST_BYTES = 8;

  private Settings() {}

  /// The names that stand in one only, or with another value in the other.
  public static Set<String> changed(Map<String, String> from, Map<String, String> to) {
    Set<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    names.removeIf(name -> Objects.equals(from.get(name), to.get(name)));
    return names;
  }

  /// Stands for a value that nobody should read: says whether it is another one.
  ///
  /// @return `sha256:` and the first 16 hexadecimal digits
  public static String digest(String value) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(bytes, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
