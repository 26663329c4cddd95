package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.llm.LlmOptions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/// @param description what the blueprint is for, at most 32 KiB
/// @param context may be left out
/// @param provider who shall answer, by its id; null leaves it to the configuration
/// @param model which model of it; null for the configured one
/// @param temperature 0 to 2; null leaves it to the model
/// @param maxTokens the most that the answer may have, at least 1; null leaves it to the provider
public record DesignRequest(
    @NotBlank @Utf8Size(max = ChatRequest.MAX_BYTES) String description,
    @Valid ConversationContext context,
    @Size(max = ModelChoice.MAX_NAME) String provider,
    @Size(max = ModelChoice.MAX_NAME) String model,
    @DecimalMin(value = "0", message = ModelChoice.TEMPERATURE)
        @DecimalMax(value = "2", message = ModelChoice.TEMPERATURE)
        Double temperature,
    @JsonProperty("max_tokens") @Min(value = 1, message = ModelChoice.MAX_TOKENS)
        Integer maxTokens) {

  public DesignRequest {
    context = context == null ? ConversationContext.EMPTY : context;
  }

  public DesignRequest(String description, ConversationContext context) {
    this(description, context, null, null, null, null);
  }

  LlmOptions options() {
    return ModelChoice.of(provider, model, temperature, maxTokens);
  }
}
