package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What `--debug` shows: requests, raw reads, lines and parsed events, as they come and without
/// the API key.
final class Trace {

  private final Optional<Console> console;
  private final Optional<String> secret;

  private Trace(Optional<Console> console, Optional<String> secret) {
    this.console = console;
    this.secret = secret;
  }

  static Trace to(Console console, Optional<String> secret) {
    return new Trace(Optional.of(console), secret);
  }

  static Trace off() {
    return new Trace(Optional.empty(), Optional.empty());
  }

  void say(String what, Object value) {
    console.ifPresent(shown -> shown.debug(what + ": " + hidden(String.valueOf(value))));
  }

  void json(String what, JsonNode tree) {
    console.ifPresent(shown -> shown.debug(what + ":\n" + hidden(Json.pretty(tree))));
  }

  void received(Received received) {
    switch (received) {
      case Received.Event(String type, JsonNode data) -> say("event", type + " " + data);
      case Received.Malformed(String reason) -> say("malformed", reason);
    }
  }

  private String hidden(String text) {
    return secret.map(key -> text.replace(key, "***")).orElse(text);
  }
}
