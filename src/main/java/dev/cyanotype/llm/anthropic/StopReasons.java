package dev.cyanotype.llm.anthropic;

/// Why a message ended, in the words that the rest of the program knows.
final class StopReasons {

  private StopReasons() {}

  /// @param reason one that is not known stays as it is
  static String inOpenAiWords(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence", "pause_turn" -> "stop";
      case "max_tokens", "model_context_window_exceeded" -> "length";
      case "refusal" -> "content_filter";
      case "tool_use" -> "tool_calls";
      default -> reason;
    };
  }
}
