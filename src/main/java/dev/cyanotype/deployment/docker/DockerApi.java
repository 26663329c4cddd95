package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.deployment.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Requests of the Docker Engine API, in the newest version that the daemon and this client know.
/// All methods throw [EngineException], unreachable, where no answer comes.
final class DockerApi {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final int MAX_ANSWER = 16 << 20;
  private static final int MAX_MESSAGE = 500;
  private static final Version NEWEST = new Version(1, 43);
  private static final Version OLDEST = new Version(1, 30);

  private final String address;
  private final Transport transport;
  private final Duration timeout;
  private volatile String prefix;

  DockerApi(String address, Transport transport, Duration timeout) {
    this.address = address;
    this.transport = transport;
    this.timeout = timeout;
  }

  /// @param body missing where there is none
  record Answer(int status, JsonNode body) {

    boolean isGood() {
      return status < 400;
    }

    /// What the daemon says of a failure, at most 500 characters.
    String message() {
      String text = body.path("message").asText("status " + status).strip();
      return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
    }

    /// This answer to a failure in other words.
    Answer map(UnaryOperator<String> words) {
      return isGood()
          ? this
          : new Answer(status, JSON.createObjectNode().put("message", words.apply(message())));
    }

    /// @param what was to be done, such as `start web`
    Answer orFail(String what) {
      if (!isGood()) {
        throw EngineException.failed("Docker could not %s: %s".formatted(what, message()));
      }
      return this;
    }
  }

  private record Version(int major, int minor) implements Comparable<Version> {

    static Version of(String text) {
      return text.matches("\\d{1,3}\\.\\d{1,3}")
          ? new Version(
              Integer.parseInt(text.split("\\.")[0]), Integer.parseInt(text.split("\\.")[1]))
          : OLDEST;
    }

    @Override
    public int compareTo(Version other) {
      return major == other.major
          ? Integer.compare(minor, other.minor)
          : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  Answer get(String path) {
    return call("GET", path, null, timeout);
  }

  Answer post(String path, JsonNode body) {
    return call("POST", path, body, timeout);
  }

  /// @param extra time that the daemon is asked to wait itself
  Answer post(String path, JsonNode body, Duration extra) {
    return call("POST", path, body, timeout.plus(extra));
  }

  Answer delete(String path) {
    return call("DELETE", path, null, timeout);
  }

  /// Sends a tar archive.
  Answer put(String path, byte[] tar) {
    return exchange(
        new Transport.Call("PUT", versioned(path), tar, "application/x-tar", timeout),
        DockerApi::answer);
  }

  private Answer call(String method, String path, JsonNode body, Duration time) {
    return exchange(method, versioned(path), body, time, DockerApi::answer);
  }

  /// Has the answer's body read as it comes in.
  <T> T stream(String method, String path, Duration time, Transport.AnswerReader<T> reader) {
    return exchange(method, versioned(path), null, time, reader);
  }

  /// What the reader makes of the answer, or nothing where there is none such, which 404 alone
  // says.
  ///
  /// @param what is asked for, such as `read a file`
  <T> Optional<T> find(String path, String what, Transport.AnswerReader<Optional<T>> reader) {
    return exchange(
        "GET",
        versioned(path),
        null,
        timeout,
        (status, body) ->
            status < 400 ? reader.read(status, body) : none(answer(status, body), what));
  }

  private static <T> Optional<T> none(Answer answer, String what) {
    if (answer.status() != 404) {
      answer.orFail(what);
    }
    return Optional.empty();
  }

  private String versioned(String path) {
    if (prefix == null) {
      negotiate(timeout);
    }
    return prefix + path;
  }

  /// Agrees on a version with the daemon, which may have become another one since.
  void negotiate(Duration time) {
    Answer answer = exchange("GET", "/version", null, time, DockerApi::answer);
    Version newest = Version.of(answer.body().path("ApiVersion").asText());
    Version oldest = Version.of(answer.body().path("MinAPIVersion").asText());
    if (!answer.isGood() || !answer.body().has("ApiVersion")) {
      throw EngineException.unreachable(
          "What answers at %s is no Docker Engine; set DOCKER_HOST to one".formatted(address));
    }
    if (newest.compareTo(OLDEST) < 0) {
      throw EngineException.unreachable(
          "The Docker Engine at %s knows API %s at most, and %s is needed; update it"
              .formatted(address, newest, OLDEST));
    }
    Version known = newest.compareTo(NEWEST) < 0 ? newest : NEWEST;
    prefix = "/v" + (known.compareTo(oldest) < 0 ? oldest : known);
  }

  private <T> T exchange(
      String method,
      String target,
      JsonNode body,
      Duration time,
      Transport.AnswerReader<T> reader) {
    byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    return exchange(new Transport.Call(method, target, bytes, time), reader);
  }

  private <T> T exchange(Transport.Call call, Transport.AnswerReader<T> reader) {
    try {
      return transport.exchange(call, reader);
    } catch (IOException e) {
      throw Thread.currentThread().isInterrupted()
          ? EngineException.failed("Stopped before it was done")
          : Unreachable.at(address, e);
    }
  }

  private static Answer answer(int status, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
    if (bytes.length > MAX_ANSWER) {
      throw new ExchangeException("answers more than 16 MiB");
    }
    if (bytes.length == 0) {
      return new Answer(status, MissingNode.getInstance());
    }
    try {
      return new Answer(status, JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      if (status < 400) {
        throw new ExchangeException("does not answer in JSON");
      }
      ObjectNode error = JSON.createObjectNode();
      return new Answer(status, error.put("message", new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  /// A query that begins with `?`.
  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  /// A name as one piece of a path or query.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
