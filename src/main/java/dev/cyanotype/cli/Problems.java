package dev.cyanotype.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// What a server says of a request that it refuses: problem+json of the service, or the `error`
/// of the OpenAI format.
final class Problems {

  private static final int MAX_LENGTH = 500;

  private Problems() {}

  static ClientException refusal(int status, HttpHeaders headers, String body) {
    String again =
        headers.firstValue("Retry-After").map(" Try again in %s s."::formatted).orElse("");
    String where = headers.firstValue("Location").map(" It points to %s."::formatted).orElse("");
    return new ClientException(
        "The server answered %d: %s%s%s".formatted(status, reason(status, body), again, where));
  }

  private static String reason(int status, String body) {
    if (body.isBlank() || body.stripLeading().startsWith("<")) {
      return meaning(status);
    }
    try {
      JsonNode problem = Json.parse(body);
      return Optional.ofNullable(problem.path("detail").textValue())
          .or(() -> openAi(problem))
          .orElseGet(() -> shortened(body));
    } catch (JsonProcessingException _) {
      return shortened(body);
    }
  }

  static Optional<String> openAi(JsonNode answer) {
    JsonNode error = answer.path("error");
    return Optional.ofNullable(
        error.isTextual() ? error.textValue() : error.path("message").textValue());
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> "the API key is missing or not accepted; see --api-key.";
      case 404 -> "there is no such path; does --url name the right server?";
      case 429 -> "too many requests.";
      default -> status < 400 ? "it redirects, which is not followed." : "no reason given.";
    };
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
  }
}
