package dev.cyanotype.blueprint;

import java.util.Optional;

/// A text is not a YAML document that can be used. The message says why and is safe to show.
public final class YamlSyntaxException extends RuntimeException {

  private final Rule rule;
  private final transient Optional<Position> position;

  /// @param rule that the text breaks: `yaml-syntax`, `tag`, `duplicate-key` or `bounds`
  YamlSyntaxException(Rule rule, String message, Optional<Position> position) {
    super(message, null, false, false);
    this.rule = rule;
    this.position = position;
  }

  public Rule rule() {
    return rule;
  }

  /// Empty where it is not known.
  public Optional<Position> position() {
    return position;
  }

  /// Counted from 1; null where it is not known.
  public Integer line() {
    return position.map(Position::line).orElse(null);
  }

  public Violation violation() {
    return Violation.error(rule, "", getMessage()).at(position.orElse(null));
  }
}
