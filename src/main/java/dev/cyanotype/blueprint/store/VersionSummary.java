package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A version in the list of a blueprint's versions.
@Schema(name = "BlueprintVersion")
public record VersionSummary(
    int version,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("created_by") String createdBy) {}
