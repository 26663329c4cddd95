package dev.cyanotype.blueprint;

/// A text is not a YAML document that can be used. The message says why and is safe to show.
public final class YamlSyntaxException extends RuntimeException {

  private final transient Integer line;

  /// @param line counted from 1; null where it is not known
  YamlSyntaxException(String message, Integer line) {
    super(message, null, false, false);
    this.line = line;
  }

  public Integer line() {
    return line;
  }
}
