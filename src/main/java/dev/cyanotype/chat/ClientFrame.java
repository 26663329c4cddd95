package dev.cyanotype.chat;

import dev.cyanotype.conversation.ChatRequest;

/// What a client says over a WebSocket.
sealed interface ClientFrame {

  /// `{"type":"chat","message":…}` with all that a [ChatRequest] may have.
  record Chat(ChatRequest request) implements ClientFrame {}

  /// `{"type":"cancel"}`.
  record Cancel() implements ClientFrame {}
}
