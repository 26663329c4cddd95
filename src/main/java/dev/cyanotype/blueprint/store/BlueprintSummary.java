package dev.cyanotype.blueprint.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A stored blueprint in a list of them.
///
/// @param description at most 2,000 characters of it
/// @param category of its metadata; null where that has none
/// @param providers of its resources, in their alphabetical order
/// @param resources how many there are
/// @param createdBy who stored the first version
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "StoredBlueprintSummary")
public record BlueprintSummary(
    String id,
    int version,
    String name,
    String description,
    String category,
    List<String> providers,
    int resources,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt,
    @JsonProperty("created_by") String createdBy) {

  public BlueprintSummary {
    providers = List.copyOf(providers);
  }
}
