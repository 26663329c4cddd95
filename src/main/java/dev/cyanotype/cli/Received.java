package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// What comes while an answer is written.
sealed interface Received {

  /// One event of the documented stream.
  ///
  /// @param data a text or an object
  record Event(String type, JsonNode data) implements Received {

    String text() {
      return data.isTextual() ? data.textValue() : data.toString();
    }
  }

  /// Something that should have been an event.
  record Malformed(String reason) implements Received {}
}
