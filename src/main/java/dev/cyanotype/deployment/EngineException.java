package dev.cyanotype.deployment;

import dev.cyanotype.problem.FieldError;
import java.util.List;

/// Why an engine did not do what it was asked for, in words for the one who asked: no class names,
/// no secrets.
public final class EngineException extends RuntimeException {

  /// Whose turn it is.
  public enum Kind {
    /// The blueprint has to change, or something that it needs has to be provided.
    REFUSED,
    /// The engine cannot be reached, or does not let us in.
    UNREACHABLE,
    /// The engine tried, and could not.
    FAILED
  }

  private final Kind kind;
  private final transient List<FieldError> errors;

  private EngineException(Kind kind, String message, List<FieldError> errors) {
    super(message, null, false, false);
    this.kind = kind;
    this.errors = List.copyOf(errors);
  }

  /// @param errors with pointers into the blueprint
  public static EngineException refused(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    return new EngineException(Kind.REFUSED, first.pointer() + " " + first.message(), errors);
  }

  public static EngineException unreachable(String message) {
    return new EngineException(Kind.UNREACHABLE, message, List.of());
  }

  public static EngineException failed(String message) {
    return new EngineException(Kind.FAILED, message, List.of());
  }

  public Kind kind() {
    return kind;
  }

  /// Empty but for [Kind#REFUSED].
  public List<FieldError> errors() {
    return errors;
  }
}
