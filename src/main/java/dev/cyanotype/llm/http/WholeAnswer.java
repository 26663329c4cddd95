package dev.cyanotype.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

/// An answer in one piece: a JSON object, read when all of it is there.
public final class WholeAnswer implements AnswerDecoder {

  static final int MAX_BYTES = 4 * 1024 * 1024;

  /// @param text may be empty
  public record Content(String text, LlmEvent.Finished end) {}

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Consumer<LlmEvent> events;
  private final Function<JsonNode, Content> format;
  private int signs;
  private boolean done;

  /// @param format finds the answer in the object; [LlmException] where there is none
  public WholeAnswer(Consumer<LlmEvent> events, Function<JsonNode, Content> format) {
    this.events = events;
    this.format = format;
  }

  @Override
  public void feed(byte[] bytes) {
    if (body.size() + bytes.length > MAX_BYTES) {
      throw new LlmException(
          Kind.BROKEN, "The model's answer is longer than " + MAX_BYTES + " bytes.");
    }
    signs++;
    body.writeBytes(bytes);
  }

  @Override
  public int signs() {
    return signs;
  }

  @Override
  public boolean hasFinishReason() {
    return false;
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public void end() {
    Content content = format.apply(read(body.toByteArray()));
    if (!content.text().isEmpty()) {
      events.accept(new LlmEvent.Text(content.text()));
    }
    events.accept(content.end());
    done = true;
  }

  private static JsonNode read(byte[] json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new LlmException(Kind.BROKEN, "The model's answer is not JSON, or not all of it.");
    }
  }
}
