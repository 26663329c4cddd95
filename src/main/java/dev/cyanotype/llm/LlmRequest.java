package dev.cyanotype.llm;

import dev.cyanotype.blueprint.Blueprint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is asked of a model. A language model answers `messages`; the built-in one, which reads no
/// prompts, answers from `task`, `words` and `subject`, which say the same as data.
///
/// @param words the user's own words, without prompt text around them
/// @param subject the blueprint that the request is about: the one to describe, or the template to
///     start from
/// @param messages system prompt, earlier turns, and this turn as last message
/// @param options which provider and model, and how
public record LlmRequest(
    Task task,
    String words,
    Optional<Blueprint> subject,
    List<Message> messages,
    LlmOptions options) {

  public enum Task {
    /// Answer a message of a conversation that asks for no blueprint.
    CHAT,
    /// Design a blueprint from words, from `subject` where there is one.
    DESIGN,
    /// Explain `subject` in prose.
    DESCRIBE,
    /// Say what to change in `subject` and why.
    IMPROVE,
    /// Recommend sizes for the workload in `words`, of `subject` where there is one.
    SIZE
  }

  public LlmRequest {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(subject, "subject");
    messages = List.copyOf(messages);
    Objects.requireNonNull(options, "options");
  }

  public LlmRequest(Task task, String words, Optional<Blueprint> subject, List<Message> messages) {
    this(task, words, subject, messages, LlmOptions.NONE);
  }

  public LlmRequest with(LlmOptions options) {
    return new LlmRequest(task, words, subject, messages, options);
  }

  public LlmRequest withMessages(List<Message> messages) {
    return new LlmRequest(task, words, subject, messages, options);
  }

  /// Of all messages, in characters.
  long length() {
    return messages.stream().mapToLong(message -> message.content().length()).sum();
  }
}
