package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.EngineException;
import java.util.ArrayList;
import java.util.List;

/// What Proxmox VE answered. Newer servers say what is wrong in `message`, older ones in the status
/// line only.
///
/// @param reason of the status line
record Answer(int status, String reason, JsonNode body) {

  private static final int LONGEST = 600;

  boolean isOk() {
    return status / 100 == 2;
  }

  /// @throws EngineException what is wrong, in the server's words
  JsonNode data() {
    if (isOk()) {
      return body.path("data");
    }
    throw failure();
  }

  EngineException failure() {
    return switch (status) {
      case 401 ->
          EngineException.unreachable(
              "Proxmox VE does not accept the token: " + message() + ". Check its id and secret");
      case 403 -> EngineException.failed("the token lacks a privilege on Proxmox VE: " + message());
      case 595, 596, 597, 598, 599 ->
          EngineException.unreachable("Proxmox VE does not reach its node: " + message());
      default -> EngineException.failed("Proxmox VE refuses: " + message());
    };
  }

  /// On one line, and bounded.
  String message() {
    String text =
        body.path("message").asText("").isBlank() ? reason : body.path("message").asText();
    List<String> fields = new ArrayList<>();
    body.path("errors")
        .properties()
        .forEach(error -> fields.add(error.getKey() + ": " + error.getValue().asText()));
    return line(fields.isEmpty() ? text : text + " " + String.join("; ", fields), LONGEST);
  }

  boolean says(String part) {
    return message().contains(part);
  }

  static String line(String text, int longest) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= longest ? line : line.substring(0, longest) + "…";
  }
}
