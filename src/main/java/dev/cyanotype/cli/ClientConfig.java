package dev.cyanotype.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// A `--config` file:
/// `{"api": {"endpoint": …, "token": …}, "defaults": {"model": …, "max_tokens": …, "temperature":
/// …, "timeout": …}}`, each of which may be left out. Options of the command line go before it.
record ClientConfig(
    Optional<URI> endpoint,
    Optional<String> token,
    Optional<String> model,
    Optional<Integer> maxTokens,
    Optional<Double> temperature,
    Optional<Duration> timeout) {

  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "api", Set.of("endpoint", "token"),
          "defaults", Set.of("model", "max_tokens", "temperature", "timeout"));

  static final ClientConfig NONE =
      new ClientConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// @throws ClientException that names every problem of the file
  static ClientConfig read(Path file) {
    try {
      return of(file.toString(), Files.readString(file));
    } catch (NoSuchFileException _) {
      throw ClientException.misused(
          "there is no file %s; docs/config.example.json shows what belongs into it"
              .formatted(file));
    } catch (IOException e) {
      throw ClientException.misused("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  static ClientConfig of(String name, String text) {
    Reader reader = new Reader(tree(name, text));
    ClientConfig config = reader.config();
    if (!reader.problems.isEmpty()) {
      throw ClientException.misused(name + ": " + String.join("; ", reader.problems));
    }
    return config;
  }

  private static JsonNode tree(String name, String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw ClientException.misused(
          "%s is not JSON: line %d, column %d: %s"
              .formatted(
                  name,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
  }

  /// An `http` or `https` address, without `/` at its end.
  static Optional<URI> address(String text) {
    try {
      URI uri = URI.create(text.strip().replaceFirst("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static final class Reader {

    private final JsonNode tree;
    private final List<String> problems = new ArrayList<>();

    Reader(JsonNode tree) {
      this.tree = tree;
    }

    ClientConfig config() {
      checkNames();
      return new ClientConfig(
          value("api", "endpoint", "must be an http or https address", Reader::address),
          value("api", "token", "must be a text that is not empty", Reader::text),
          value("defaults", "model", "must be a text that is not empty", Reader::text),
          value("defaults", "max_tokens", "must be a whole number from 1", Reader::count),
          value("defaults", "temperature", "must be a number from 0 to 2", Reader::temperature),
          value("defaults", "timeout", "must be seconds, more than 0", Reader::seconds));
    }

    private void checkNames() {
      if (!tree.isObject()) {
        problems.add("must be a JSON object with " + listed(KNOWN.keySet()));
        return;
      }
      tree.properties().forEach(group -> checkGroup(group.getKey(), group.getValue()));
    }

    private void checkGroup(String name, JsonNode group) {
      Set<String> known = KNOWN.get(name);
      if (known == null) {
        problems.add("%s is not known, use %s".formatted(name, listed(KNOWN.keySet())));
      } else if (!group.isObject()) {
        problems.add("%s must be an object with %s".formatted(name, listed(known)));
      } else {
        group
            .fieldNames()
            .forEachRemaining(
                field -> {
                  if (!known.contains(field)) {
                    problems.add(
                        "%s.%s is not known, use %s".formatted(name, field, listed(known)));
                  }
                });
      }
    }

    private static String listed(Set<String> names) {
      return String.join(", ", new TreeSet<>(names));
    }

    private <T> Optional<T> value(
        String group, String name, String rule, Function<JsonNode, Optional<T>> reading) {
      JsonNode value = tree.path(group).path(name);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      Optional<T> read = reading.apply(value);
      if (read.isEmpty()) {
        problems.add(group + "." + name + " " + rule);
      }
      return read;
    }

    private static Optional<URI> address(JsonNode value) {
      return text(value).flatMap(ClientConfig::address);
    }

    private static Optional<String> text(JsonNode value) {
      return Optional.ofNullable(value.textValue()).filter(text -> !text.isBlank());
    }

    private static Optional<Integer> count(JsonNode value) {
      return value.canConvertToInt() && value.isIntegralNumber() && value.intValue() > 0
          ? Optional.of(value.intValue())
          : Optional.empty();
    }

    private static Optional<Double> temperature(JsonNode value) {
      return value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 2
          ? Optional.of(value.doubleValue())
          : Optional.empty();
    }

    private static Optional<Duration> seconds(JsonNode value) {
      return value.isNumber() && value.doubleValue() > 0 && value.doubleValue() < 1e6
          ? Optional.of(Duration.ofMillis(Math.round(value.doubleValue() * 1000)))
          : Optional.empty();
    }
  }
}
