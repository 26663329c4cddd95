package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Has the daemon fetch images that it does not have. Registries are asked without credentials.
final class ImagePull {

  private static final int MAX_MESSAGE = 500;

  private final DockerApi api;
  private final Duration timeout;

  ImagePull(DockerApi api, Duration timeout) {
    this.api = api;
    this.timeout = timeout;
  }

  void ensure(String image, Engine.Progress progress) {
    DockerApi.Answer there = api.get("/images/" + DockerApi.encoded(image) + "/json");
    if (there.status() != 404) {
      there.orFail("look for the image " + image);
      return;
    }
    progress.says("pulling image " + image);
    String error = api.stream("POST", "/images/create" + query(image), timeout, ImagePull::error);
    if (!error.isEmpty()) {
      throw EngineException.failed(
          "Docker could not pull the image %s: %s. See that its name is right and that it can be"
                  .formatted(image, error)
              + " pulled there, or load it by docker load");
    }
  }

  private static String query(String image) {
    int digest = image.indexOf('@');
    int colon = digest < 0 ? image.lastIndexOf(':') : digest;
    boolean isTagged = digest >= 0 || colon > image.lastIndexOf('/');
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("fromImage", isTagged ? image.substring(0, colon) : image);
    parameters.put("tag", isTagged ? image.substring(colon + 1) : "latest");
    return DockerApi.query(parameters);
  }

  /// The last that goes wrong, which may come after a good status; empty for nothing.
  private static String error(int status, InputStream body) throws IOException {
    String error = status < 400 ? "" : "status " + status;
    try (MappingIterator<JsonNode> lines =
        DockerApi.JSON.readerFor(JsonNode.class).readValues(body)) {
      while (lines.hasNextValue()) {
        JsonNode line = lines.nextValue();
        error = line.path("error").asText(line.path("message").asText(error));
      }
    } catch (JsonProcessingException _) {
      throw new ExchangeException("does not answer in JSON");
    }
    return error.length() > MAX_MESSAGE ? error.substring(0, MAX_MESSAGE) + "…" : error;
  }
}
