package dev.cyanotype.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/// Reads the chunks of a streamed chat completion in the OpenAI format as events of the service:
/// `text`, `error`, `usage`, `done`. Of several choices the first counts.
final class CompletionEvents implements EventReader {

  private static final String DONE = "[DONE]";

  private String finishReason;
  private JsonNode usage;
  private String model;
  private boolean done;

  @Override
  public List<Received> read(SseParser.Frame frame) {
    if (done) {
      return List.of();
    }
    if (frame.data().strip().equals(DONE)) {
      return finish();
    }
    try {
      JsonNode chunk = Json.parse(frame.data());
      return chunk.isObject()
          ? chunk(chunk)
          : List.of(EventReader.malformed("is no object", frame));
    } catch (JsonProcessingException e) {
      return List.of(EventReader.malformed("is not JSON: " + e.getOriginalMessage(), frame));
    }
  }

  /// Some endpoints leave `[DONE]` out.
  @Override
  public List<Received> end() {
    return done || finishReason == null ? List.of() : finish();
  }

  private List<Received> chunk(JsonNode chunk) {
    if (chunk.hasNonNull("error")) {
      done = true;
      return List.of(
          new Received.Event("error", TextNode.valueOf(Problems.openAi(chunk).orElse("no reason"))),
          new Received.Event("done", TextNode.valueOf("error")));
    }
    usage = chunk.hasNonNull("usage") ? chunk.get("usage") : usage;
    model = chunk.path("model").asText(model);
    List<Received> events = new ArrayList<>();
    for (JsonNode choice : chunk.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        String content = choice.path("delta").path("content").asText("");
        if (!content.isEmpty() && !choice.path("delta").path("content").isNull()) {
          events.add(new Received.Event("text", TextNode.valueOf(content)));
        }
        finishReason = choice.path("finish_reason").asText(finishReason);
      }
    }
    return events;
  }

  private List<Received> finish() {
    done = true;
    List<Received> events = new ArrayList<>();
    if (usage != null && usage.isObject()) {
      ObjectNode data = Json.object();
      usage.properties().forEach(field -> data.set(field.getKey(), field.getValue()));
      data.put("estimated", false).put("model", model).put("finish_reason", finishReason);
      events.add(new Received.Event("usage", data));
    }
    if ("length".equals(finishReason) || "content_filter".equals(finishReason)) {
      events.add(
          new Received.Event(
              "warning",
              TextNode.valueOf("The model was cut off: finish_reason is " + finishReason + ".")));
    }
    events.add(new Received.Event("done", TextNode.valueOf("complete")));
    return events;
  }
}
