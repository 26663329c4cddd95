package dev.cyanotype.llm.anthropic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.llm.Message;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The body of a call to the Messages API; what is null is left out.
///
/// @param messages of the user and the assistant in their turns, without system prompts
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessagesRequest(
    String model,
    boolean stream,
    @JsonProperty("max_tokens") int maxTokens,
    String system,
    List<Message> messages,
    Double temperature) {}
