package dev.cyanotype.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// Words for an HTTP status other than 200 from a model's endpoint.
final class Refusals {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private Refusals() {}

  /// @param body of the answer; a JSON `error.message` in it is told
  static LlmException of(int status, byte[] body, Secrets secrets) {
    return new LlmException(
        kind(status), meaning(status) + " (" + status + ")" + told(status, body, secrets));
  }

  private static Kind kind(int status) {
    return status == 408 || status == 429 || status >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
  }

  /// @param header `Retry-After` of RFC 9110: seconds or a date; null for none
  static Optional<Duration> retryAfter(String header) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.strip();
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      Duration until = Duration.between(Instant.now(), date);
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> "The model's endpoint did not accept the API key";
      case 408 -> "The model's endpoint waited too long for the request";
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
