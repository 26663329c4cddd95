package dev.cyanotype.llm.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// What an answer needs of one event of a streamed message, pulled out without building a tree.
/// Fields that the event does not have are null or -1.
final class MessageEvent {

  private static final JsonFactory FACTORY = new JsonFactory();

  String type;
  String deltaType;
  String text;
  String stopReason;
  String model;
  String errorType;
  String errorMessage;
  int inputTokens = -1;
  int outputTokens = -1;

  private MessageEvent() {}

  /// @throws IOException where the bytes are not one JSON object
  static MessageEvent parse(byte[] bytes, int from, int to) throws IOException {
    try (JsonParser json = FACTORY.createParser(bytes, from, to - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      MessageEvent event = new MessageEvent();
      event.read(json);
      if (json.nextToken() != null) {
        throw new IOException("more than one JSON object");
      }
      return event;
    }
  }

  private void read(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "type" -> type = text(json);
        case "delta" -> object(json, value, this::delta);
        case "message" -> object(json, value, this::message);
        case "usage" -> object(json, value, this::usage);
        case "error" -> object(json, value, this::error);
        default -> json.skipChildren();
      }
    }
  }

  private interface Field {
    void read(String name, JsonParser json) throws IOException;
  }

  private static void object(JsonParser json, JsonToken start, Field each) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      each.read(name, json);
    }
  }

  private void delta(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> deltaType = text(json);
      case "text" -> text = text(json);
      case "stop_reason" -> stopReason = text(json);
      default -> json.skipChildren();
    }
  }

  private void message(String name, JsonParser json) throws IOException {
    switch (name) {
      case "model" -> model = text(json);
      case "usage" -> object(json, json.currentToken(), this::usage);
      default -> json.skipChildren();
    }
  }

  /// What was read from or written to the prompt cache is prompt too.
  private void usage(String name, JsonParser json) throws IOException {
    switch (name) {
      case "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens" ->
          inputTokens = Math.max(0, inputTokens) + count(json);
      case "output_tokens" -> outputTokens = count(json);
      default -> json.skipChildren();
    }
  }

  private void error(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> errorType = text(json);
      case "message" -> errorMessage = text(json);
      default -> json.skipChildren();
    }
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }

  private static int count(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return Math.clamp((long) json.getDoubleValue(), 0, Integer.MAX_VALUE / 4);
    }
    json.skipChildren();
    return 0;
  }
}
