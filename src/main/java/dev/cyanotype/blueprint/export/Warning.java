package dev.cyanotype.blueprint.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Something of a blueprint that a format cannot say, or says differently.
///
/// @param resource its name; null where the whole blueprint is meant
@RegisterForReflection
@Schema(name = "ExportWarning")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Warning(String resource, String message) {

  public Warning {
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return resource == null ? message : resource + ": " + message;
  }
}
