package dev.cyanotype.llm.openai;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.TokenUsage;
import dev.cyanotype.llm.http.AnswerDecoder;
import dev.cyanotype.llm.http.Secrets;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// Turns the bytes of a streamed chat completion into [LlmEvent]s.
///
/// An answer is whole once a `finish_reason` or `[DONE]` has come; a body that ends before has
/// been cut.
final class CompletionDecoder implements AnswerDecoder {

  static final int MAX_EVENT_BYTES = 1024 * 1024;

  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final SseDecoder sse = new SseDecoder(MAX_EVENT_BYTES, this::event);
  private final ChunkTemplate chunks = new ChunkTemplate();
  private final Consumer<LlmEvent> events;
  private final Secrets secrets;

  private String finishReason;
  private Optional<TokenUsage> usage = Optional.empty();
  private Optional<String> model = Optional.empty();
  private boolean done;
  private int signs;

  CompletionDecoder(Consumer<LlmEvent> events, Secrets secrets) {
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

  /// True once `[DONE]` has come.
  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public boolean hasFinishReason() {
    return finishReason != null;
  }

  @Override
  public void end() {
    if (!done) {
      if (finishReason == null) {
        throw new LlmException(Kind.BROKEN, "The model's answer broke off before its end.");
      }
      finish();
    }
  }

  private void finish() {
    done = true;
    signs++;
    events.accept(
        new LlmEvent.Finished(finishReason == null ? "stop" : finishReason, usage, model));
  }

  private void event(byte[] data, int from, int to) {
    if (done) {
      return;
    }
    if (Arrays.equals(data, from, to, DONE, 0, DONE.length)) {
      finish();
    } else {
      chunk(parse(data, from, to));
    }
  }

  private void chunk(ChunkParser.Chunk chunk) {
    if (chunk.error() != null) {
      throw new LlmException(
          Kind.REFUSED, "The model sent an error: " + secrets.hideIn(chunk.error()));
    }
    if (chunk.content() != null && !chunk.content().isEmpty()) {
      signs++;
      events.accept(new LlmEvent.Text(chunk.content()));
    }
    if (chunk.thinking()) {
      signs++;
    }
    if (chunk.finishReason() != null) {
      signs++;
      finishReason = chunk.finishReason();
    }
    if (chunk.usage() != null) {
      usage = Optional.of(chunk.usage());
    }
    if (chunk.model() != null && model.isEmpty()) {
      model = Optional.of(chunk.model());
    }
  }

  private ChunkParser.Chunk parse(byte[] data, int from, int to) {
    try {
      return chunks.read(data, from, to);
    } catch (IOException e) {
      throw new LlmException(Kind.BROKEN, "The model sent a chunk that is not JSON.");
    }
  }
}
