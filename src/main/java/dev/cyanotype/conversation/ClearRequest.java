package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;

/// The conversation to forget, by itself or in the `context` in which the other calls have it.
public record ClearRequest(
    @JsonProperty("conversation_id")
        @Pattern(regexp = ConversationContext.ID, message = ConversationContext.ID_MESSAGE)
        String conversationId,
    @Valid ConversationContext context) {

  /// Named so that its violation points to the field.
  @AssertTrue(message = "is required, here or in context")
  boolean isConversationId() {
    return id() != null;
  }

  String id() {
    return conversationId == null && context != null ? context.conversationId() : conversationId;
  }
}
