package dev.cyanotype.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/// One thing to change in a request.
///
/// @param pointer JSON Pointer (RFC 6901) into the body, or the name of a query parameter
@RegisterForReflection
public record FieldError(String pointer, String message) {
  public FieldError {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }
}
