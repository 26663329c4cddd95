package dev.cyanotype.conversation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

/// @param message at most 32 KiB
/// @param context may be left out
public record ChatRequest(
    @NotBlank @Utf8Size(max = MAX_BYTES) String message, @Valid ConversationContext context) {

  static final int MAX_BYTES = 32 * 1024;

  public ChatRequest {
    context = context == null ? ConversationContext.EMPTY : context;
  }
}
