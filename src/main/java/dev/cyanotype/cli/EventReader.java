package dev.cyanotype.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Reads what the frames of a stream say.
interface EventReader {

  List<Received> read(SseParser.Frame frame);

  /// The body has ended.
  default List<Received> end() {
    return List.of();
  }

  /// The events of the service: `{"type": …, "data": …}`.
  static List<Received> ofService(SseParser.Frame frame) {
    try {
      JsonNode event = Json.parse(frame.data());
      return List.of(
          event.path("type").isTextual()
              ? new Received.Event(event.get("type").textValue(), event.path("data"))
              : malformed("has no type", frame));
    } catch (JsonProcessingException e) {
      return List.of(malformed("is not JSON: " + e.getOriginalMessage(), frame));
    }
  }

  static Received malformed(String problem, SseParser.Frame frame) {
    String data = frame.data();
    String shown = data.length() > 200 ? data.substring(0, 200) + "…" : data;
    return new Received.Malformed("an event was skipped: it %s: %s".formatted(problem, shown));
  }
}
