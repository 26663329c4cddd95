package dev.cyanotype.llm.anthropic;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.TokenUsage;
import dev.cyanotype.llm.http.AnswerDecoder;
import dev.cyanotype.llm.http.Secrets;
import dev.cyanotype.llm.openai.SseDecoder;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns the bytes of a streamed message into [LlmEvent]s. Texts are told, thinking counts as a
/// sign of work, `ping` and everything that is not known is passed over.
///
/// An answer is whole once a `stop_reason` or `message_stop` has come; a body that ends before has
/// been cut.
final class MessagesDecoder implements AnswerDecoder {

  private static final int MAX_EVENT_BYTES = 1024 * 1024;

  private final SseDecoder sse = new SseDecoder(MAX_EVENT_BYTES, this::event);
  private final Consumer<LlmEvent> events;
  private final Secrets secrets;

  private String stopReason;
  private Optional<String> model = Optional.empty();
  private int inputTokens = -1;
  private int outputTokens = -1;
  private int signs;
  private boolean done;

  MessagesDecoder(Consumer<LlmEvent> events, Secrets secrets) {
    this.events = events;
    this.secrets = secrets;
  }

  @Override
  public void feed(byte[] bytes) {
    try {
      sse.feed(bytes);
    } catch (SseDecoder.TooLargeException e) {
      throw new LlmException(Kind.BROKEN, "The model sent " + e.getMessage() + ".");
    }
  }

  @Override
  public int signs() {
    return signs;
  }

  @Override
  public boolean hasFinishReason() {
    return stopReason != null;
  }

  /// True once `message_stop` has come.
  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void end() {
    if (!done) {
      if (stopReason == null) {
        throw new LlmException(Kind.BROKEN, "The model's answer broke off before its end.");
      }
      finish();
    }
  }

  private void finish() {
    done = true;
    signs++;
    String reason = stopReason == null ? "end_turn" : stopReason;
    events.accept(new LlmEvent.Finished(StopReasons.inOpenAiWords(reason), usage(), model));
  }

  private Optional<TokenUsage> usage() {
    return inputTokens < 0 || outputTokens < 0
        ? Optional.empty()
        : Optional.of(new TokenUsage(inputTokens, outputTokens, false));
  }

  private void event(byte[] data, int from, int to) {
    if (!done) {
      take(parse(data, from, to));
    }
  }

  private void take(MessageEvent event) {
    if (event.type == null) {
      throw new LlmException(Kind.BROKEN, "The model sent an event without a type.");
    }
    switch (event.type) {
      case "message_start" -> {
        model = Optional.ofNullable(event.model);
        count(event);
      }
      case "content_block_delta" -> delta(event);
      case "message_delta" -> {
        count(event);
        if (event.stopReason != null) {
          signs++;
          stopReason = event.stopReason;
        }
      }
      case "message_stop" -> finish();
      case "error" -> throw error(event);
      default -> {} // ping, content_block_start, content_block_stop, and those to come
    }
  }

  private void delta(MessageEvent event) {
    signs++;
    if ("text_delta".equals(event.deltaType) && event.text != null && !event.text.isEmpty()) {
      events.accept(new LlmEvent.Text(event.text));
    }
  }

  private void count(MessageEvent event) {
    inputTokens = event.inputTokens < 0 ? inputTokens : event.inputTokens;
    outputTokens = event.outputTokens < 0 ? outputTokens : event.outputTokens;
  }

  private LlmException error(MessageEvent event) {
    String type = String.valueOf(event.errorType);
    Kind kind =
        switch (type) {
          case "overloaded_error", "rate_limit_error", "api_error", "timeout_error" ->
              Kind.UNAVAILABLE;
          default -> Kind.REFUSED;
        };
    String message = event.errorMessage == null ? type : event.errorMessage;
    return new LlmException(kind, "The model sent an error: " + secrets.hideIn(message));
  }

  private static MessageEvent parse(byte[] data, int from, int to) {
    try {
      return MessageEvent.parse(data, from, to);
    } catch (IOException e) {
      throw new LlmException(Kind.BROKEN, "The model sent an event that is not JSON.");
    }
  }
}
