package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.cyanotype.blueprint.validation.BoundedTree;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;

/// @param workload what runs, such as "a web shop"; `description` and `message` are read as the
///     same
/// @param expectedLoad how much of it, such as "10k requests a minute"; null where `workload`
///     says it
/// @param blueprint the one to size; null for none
public record SizingRequest(
    @NotBlank @Utf8Size(max = ChatRequest.MAX_BYTES) @JsonAlias({"description", "message"})
        String workload,
    @JsonProperty("expected_load") @Utf8Size(max = ChatRequest.MAX_BYTES) String expectedLoad,
    @JsonDeserialize(using = BoundedTree.class) Map<String, Object> blueprint) {

  String words() {
    return expectedLoad == null ? workload : workload + ", expected load: " + expectedLoad;
  }
}
