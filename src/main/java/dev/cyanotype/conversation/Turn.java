package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmRequest;
import java.util.Optional;

/// One message on its way to an answer.
///
/// @param conversation the memory that it belongs to, if any
/// @param clarification what to ask back instead of asking the model
record Turn(
    RecognizedIntent intent,
    LlmRequest request,
    Optional<ConversationKey> conversation,
    Optional<String> clarification)
    implements Asked {

  boolean wantsBlueprint() {
    return request.task() == LlmRequest.Task.DESIGN;
  }
}
