package dev.cyanotype.blueprint.export;

/// Text that has to stay on one line.
final class Lines {

  private Lines() {}

  /// With a space for each line break and control character, of any kind that a reader may take for
  /// the end of a line.
  static String single(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
  }
}
