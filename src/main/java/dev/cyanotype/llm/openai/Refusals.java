package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import java.io.IOException;

/// Words for an HTTP status other than 200 from a model's endpoint.
final class Refusals {

  private Refusals() {}

  /// @param body of the answer; a JSON `error.message` in it is told
  static LlmException of(int status, byte[] body, Secrets secrets) {
    return new LlmException(
        Kind.REFUSED, meaning(status) + " (" + status + ")" + told(status, body, secrets));
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> "The model's endpoint did not accept the API key";
      case 404 -> "The model's endpoint or the model does not exist";
      case 429 -> "The model's endpoint is asked too often";
      default -> {
        if (status >= 500) {
          yield "The model's endpoint failed";
        }
        yield status >= 300 && status < 400
            ? "The model's endpoint redirects, which is not followed"
            : "The model's endpoint refused the request";
      }
    };
  }

  /// What an endpoint says of a key may quote it, so that is left out.
  private static String told(int status, byte[] body, Secrets secrets) {
    String message = status == 401 || status == 403 ? "" : message(body);
    return message.isBlank() ? "." : ": " + secrets.hideIn(message);
  }

  private static String message(byte[] body) {
    try {
      JsonNode error = Json.MAPPER.readTree(body).path("error");
      return error.isTextual() ? error.asText() : error.path("message").asText("");
    } catch (IOException e) {
      return "";
    }
  }
}
