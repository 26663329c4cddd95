package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One event of a stream of named events: its name, and a JSON object on one line.
///
/// @param id null where it has none
public record NamedEvent(String id, String name, JsonObject data) {

  /// @param body nothing but events, each with a name
  public static List<NamedEvent> all(String body) {
    assertThat(body).endsWith("\n\n").doesNotContain("\r");
    return Arrays.stream(body.split("\n\n")).map(NamedEvent::of).toList();
  }

  private static NamedEvent of(String event) {
    Map<String, String> fields =
        event
            .lines()
            .filter(line -> !line.startsWith(":"))
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    return new NamedEvent(
        fields.get("id"), fields.get("event"), new JsonObject(fields.get("data")));
  }

  public static List<String> names(List<NamedEvent> events) {
    return events.stream().map(NamedEvent::name).toList();
  }

  public static String text(List<NamedEvent> events) {
    return events.stream()
        .filter(event -> event.name().equals("message"))
        .map(event -> event.data().getString("text"))
        .collect(Collectors.joining());
  }
}
