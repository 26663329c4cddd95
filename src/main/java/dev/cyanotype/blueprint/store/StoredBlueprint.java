package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A version of a stored blueprint. Its JSON can be edited and sent back.
///
/// @param id a random UUID
/// @param version from 1, without gaps
/// @param createdAt when the first version was stored
/// @param updatedAt when this version was stored
/// @param createdBy who stored this version, as [dev.cyanotype.security.Caller#id]
@Schema(name = "StoredBlueprint")
public record StoredBlueprint(
    String id,
    int version,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt,
    @JsonProperty("created_by") String createdBy,
    Blueprint blueprint) {

  public StoredBlueprint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(createdBy, "createdBy");
    Objects.requireNonNull(blueprint, "blueprint");
  }
}
