package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.cyanotype.llm.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Pulls what an answer needs out of a `chat.completion.chunk` without building a tree:
/// `choices[0].delta.content`, `choices[0].finish_reason`, `usage`, `model` and a top-level
/// `error`.
///
/// Making a JSON parser costs more than reading a chunk with it, so each thread keeps one and feeds
/// it chunk after chunk. A chunk is read whole in one call, so streams never meet in it.
final class ChunkParser {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ThreadLocal<ChunkParser> OF_THREAD =
      ThreadLocal.withInitial(ChunkParser::new);

  /// @param content null where the chunk has none
  /// @param finishReason null where the chunk has none
  /// @param error null, or the message of the error that stands in place of a chunk
  /// @param usage null where the chunk has none; a final chunk has, where it was asked for
  /// @param model null where the chunk has none
  /// @param thinking true where the chunk carries a piece of the model's reasoning
  record Chunk(
      String content,
      String finishReason,
      String error,
      TokenUsage usage,
      String model,
      boolean thinking) {

    /// One with content and nothing else.
    static Chunk of(String content) {
      return new Chunk(content, null, null, null, null, false);
    }

    /// True where nothing but the content needs to be known; the model was known before.
    boolean isContentOnly() {
      return content != null && finishReason == null && error == null && usage == null && !thinking;
    }
  }

  private final JsonParser json;
  private final ByteArrayFeeder feeder;
  private String content;
  private String finishReason;
  private String error;
  private TokenUsage usage;
  private String model;
  private boolean thinking;

  private ChunkParser() {
    try {
      json = FACTORY.createNonBlockingByteArrayParser();
      feeder = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IOException where the bytes are not one JSON object
  static Chunk parse(byte[] bytes, int from, int to) throws IOException {
    boolean whole = false;
    try {
      Chunk chunk = OF_THREAD.get().read(bytes, from, to);
      whole = true;
      return chunk;
    } finally {
      if (!whole) {
        OF_THREAD.remove(); // it stands in the middle of something
      }
    }
  }

  private Chunk read(byte[] bytes, int from, int to) throws IOException {
    content = null;
    finishReason = null;
    error = null;
    usage = null;
    model = null;
    thinking = false;
    feeder.feedInput(bytes, from, to);
    chunk(json);
    if (json.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new IOException("more than one JSON object");
    }
    return new Chunk(content, finishReason, error, usage, model, thinking);
  }

  private void chunk(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    while (nextField(json)) {
      switch (json.currentName()) {
        case "choices" -> choices(json);
        case "error" -> error = error(json);
        case "usage" -> usage = usage(json);
        case "model" -> model = textOrNull(json);
        default -> skipValue(json);
      }
    }
  }

  private void choices(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      choice(json);
    }
  }

  /// Reads a choice into fields of its own first, since its `index` may come last.
  private void choice(JsonParser json) throws IOException {
    int index = 0;
    String text = null;
    String reason = null;
    while (nextField(json)) {
      switch (json.currentName()) {
        case "index" -> index = json.nextIntValue(0);
        case "delta" -> text = content(json);
        case "finish_reason" -> reason = textOrNull(json);
        default -> skipValue(json);
      }
    }
    if (index == 0) {
      content = text;
      finishReason = reason;
    }
  }

  private String content(JsonParser json) throws IOException {
    String text = null;
    if (json.nextToken() == JsonToken.START_OBJECT) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "content" -> text = textOrNull(json);
          case "reasoning_content", "reasoning" -> thinking |= textOrNull(json) != null;
          default -> skipValue(json);
        }
      }
    }
    return text;
  }

  private static TokenUsage usage(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    int prompt = 0;
    int completion = 0;
    while (nextField(json)) {
      switch (json.currentName()) {
        case "prompt_tokens" -> prompt = count(json);
        case "completion_tokens" -> completion = count(json);
        default -> skipValue(json);
      }
    }
    return new TokenUsage(prompt, completion, false);
  }

  /// What is no number of tokens counts as none.
  private static int count(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      json.skipChildren();
      return 0;
    }
    return Math.clamp((long) json.getDoubleValue(), 0, Integer.MAX_VALUE);
  }

  private static String error(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      return token == JsonToken.VALUE_STRING ? json.getText() : "";
    }
    String message = "";
    while (nextField(json)) {
      if (json.currentName().equals("message")) {
        String text = textOrNull(json);
        message = text == null ? "" : text;
      } else {
        skipValue(json);
      }
    }
    return message;
  }

  private static boolean nextField(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null || token == JsonToken.NOT_AVAILABLE) {
      throw new IOException("the object does not end");
    }
    return token == JsonToken.FIELD_NAME;
  }

  private static String textOrNull(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  private static void skipValue(JsonParser json) throws IOException {
    json.nextToken();
    json.skipChildren();
  }
}
