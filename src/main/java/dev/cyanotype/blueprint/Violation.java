package dev.cyanotype.blueprint;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Objects;

/// Something wrong with a blueprint, and what to change.
///
/// @param rule a stable id, such as `dependency-exists`; see [Rule]
/// @param pointer JSON Pointer (RFC 6901) to the offending place; empty for the whole document
/// @param line where it stands in a YAML source, counted from 1; null where the source has no lines
/// @param column counted from 1 in code points; null where the source has no lines
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Violation(
    @JsonIgnore Severity severity,
    String rule,
    String pointer,
    String message,
    Integer line,
    Integer column) {

  public enum Severity {
    /// Not a usable blueprint.
    ERROR,
    /// Usable, but hardly what was meant.
    WARNING;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Violation {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  public static Violation error(Rule rule, String pointer, String message) {
    return error(rule.id(), pointer, message);
  }

  public static Violation error(String rule, String pointer, String message) {
    return new Violation(Severity.ERROR, rule, pointer, message, null, null);
  }

  public static Violation warning(Rule rule, String pointer, String message) {
    return warning(rule.id(), pointer, message);
  }

  public static Violation warning(String rule, String pointer, String message) {
    return new Violation(Severity.WARNING, rule, pointer, message, null, null);
  }

  /// @param position null where the source has none
  public Violation at(Position position) {
    return position == null
        ? this
        : new Violation(severity, rule, pointer, message, position.line(), position.column());
  }

  /// The same in a document that holds the blueprint at `outer`.
  public Violation under(String outer) {
    return new Violation(severity, rule, outer + pointer, message, line, column);
  }

  @JsonIgnore
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// One line for people and models: `/resources/2/dependencies/0 (line 31): …`.
  @Override
  public String toString() {
    String place = pointer.isEmpty() ? "document" : pointer;
    return place + (line == null ? "" : " (line " + line + ")") + ": " + message;
  }
}
