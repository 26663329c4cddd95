package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;

/// The conversation to forget, by itself or in the `context` in which the other calls have it.
public record ClearRequest(
    @JsonProperty("conversation_id") String conversationId, @Valid ConversationContext context) {

  @AssertTrue(message = "must name a conversation_id, at the top or in context")
  @com.fasterxml.jackson.annotation.JsonIgnore
  boolean isNamed() {
    return id() != null;
  }

  String id() {
    return conversationId == null && context != null ? context.conversationId() : conversationId;
  }
}
