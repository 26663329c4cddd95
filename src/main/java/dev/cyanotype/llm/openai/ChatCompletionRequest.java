package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.llm.Message;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The body of a chat completion call in the OpenAI format; what is null is left out.
///
/// @param maxTokens or else `maxCompletionTokens`, as the endpoint wants it
@RegisterForReflection(
    targets = {
      ChatCompletionRequest.class,
      ChatCompletionRequest.StreamOptions.class,
      Message.class
    })
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatCompletionRequest(
    String model,
    boolean stream,
    List<Message> messages,
    Double temperature,
    @JsonProperty("max_tokens") Integer maxTokens,
    @JsonProperty("max_completion_tokens") Integer maxCompletionTokens,
    @JsonProperty("stream_options") StreamOptions streamOptions) {

  record StreamOptions(@JsonProperty("include_usage") boolean includeUsage) {

    static final StreamOptions WITH_USAGE = new StreamOptions(true);
  }
}
