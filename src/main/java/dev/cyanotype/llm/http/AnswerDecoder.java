package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmException;

/// Turns the bytes of one answer into events, as they come.
public interface AnswerDecoder {

  /// @throws LlmException where the model sent an error, or something that its format does not know
  void feed(byte[] bytes);

  /// How often the model has shown that it works: texts, reasoning, its end. What only keeps the
  /// connection open does not count.
  int signs();

  /// True once the answer is whole, though more may follow.
  boolean hasFinishReason();

  /// True once the last event has been given; nothing after it counts.
  boolean isDone();

  /// The body has ended.
  ///
  /// @throws LlmException where the answer has not
  void end();
}
