package dev.cyanotype.llm.builtin;

import java.util.Locale;

/// Numbers as sentences show them.
final class Figures {

  private Figures() {}

  /// `100,000`
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
