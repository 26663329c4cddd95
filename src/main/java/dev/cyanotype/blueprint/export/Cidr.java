package dev.cyanotype.blueprint.export;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// IPv4 networks as text (RFC 4632).
final class Cidr {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  private Cidr() {}

  /// Whether it is one, with no bits set beyond its prefix.
  static boolean isOne(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        return false;
      }
      address = address << 8 | octet;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    return prefix >= 1 && prefix <= 32 && (address & (1L << 32 - prefix) - 1) == 0;
  }
}
