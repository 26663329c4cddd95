package dev.cyanotype.conversation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

/// @param description what the blueprint is for, at most 32 KiB
/// @param context may be left out
public record DesignRequest(
    @NotBlank @Utf8Size(max = ChatRequest.MAX_BYTES) String description,
    @Valid ConversationContext context) {

  public DesignRequest {
    context = context == null ? ConversationContext.EMPTY : context;
  }
}
