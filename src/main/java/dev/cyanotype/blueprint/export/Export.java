package dev.cyanotype.blueprint.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A blueprint written in a format.
///
/// @param fileName of ASCII letters, digits, `.`, `_` and `-`
/// @param warnings what the format cannot say; they stand at the top of `content` too, where the
///     format has comments
@RegisterForReflection
@Schema(name = "BlueprintExport")
public record Export(
    Format format,
    @JsonProperty("media_type") String mediaType,
    @JsonProperty("file_name") String fileName,
    String content,
    List<Warning> warnings) {

  public Export {
    warnings = List.copyOf(warnings);
  }
}
