package dev.cyanotype.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/// One thing to change in a request.
///
/// @param pointer JSON Pointer (RFC 6901) into the body, or the name of a query parameter
/// @param line in a YAML body, counted from 1; null for others
/// @param column in a YAML body, counted from 1; null for others
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(String pointer, String message, Integer line, Integer column) {
  public FieldError {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  public FieldError(String pointer, String message) {
    this(pointer, message, null, null);
  }
}
