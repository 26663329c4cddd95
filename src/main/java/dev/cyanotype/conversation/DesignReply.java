package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.llm.AnswerUsage;
import java.util.List;

/// A generated blueprint in one piece.
///
/// @param explanation the answer's prose around the blueprint
/// @param usage of the answer and the ones that repaired it
/// @param estimatedCost of a month, as `$100-200/month`
public record DesignReply(
    Blueprint blueprint,
    String explanation,
    @JsonProperty("estimated_cost") String estimatedCost,
    List<String> warnings,
    String provider,
    String model,
    AnswerUsage usage) {}
