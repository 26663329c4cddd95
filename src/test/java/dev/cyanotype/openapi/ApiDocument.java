package dev.cyanotype.openapi;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The OpenAPI document as the running service serves it.
record ApiDocument(JsonNode root) {

  static ApiDocument served() {
    try {
      return new ApiDocument(
          new ObjectMapper().readTree(given().get("/q/openapi?format=json").asByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Operation(ApiDocument document, String method, String path, JsonNode node) {

    String id() {
      return node.path("operationId").asText();
    }

    boolean hasBody() {
      return node.has("requestBody");
    }

    List<Example> bodies() {
      return Example.all(node.at("/requestBody/content/application~1json"));
    }

    /// By their statuses.
    Map<String, JsonNode> responses() {
      Map<String, JsonNode> responses = new java.util.TreeMap<>();
      node.path("responses")
          .properties()
          .forEach(entry -> responses.put(entry.getKey(), document.resolved(entry.getValue())));
      return responses;
    }

    JsonNode content(int status, String mediaType) {
      JsonNode response = responses().get(String.valueOf(status));
      return response == null
          ? MissingNode.getInstance()
          : response.path("content").path(mediaType);
    }

    /// The status of success: that of the first answer below 300.
    int success() {
      return responses().keySet().stream().mapToInt(Integer::parseInt).min().orElseThrow();
    }

    boolean isStream() {
      return !content(200, "text/event-stream").isMissingNode();
    }

    /// Whether the events of its stream have names, instead of types in their data.
    boolean hasNamedEvents() {
      return content(200, "text/event-stream").at("/schema/$ref").asText().endsWith("/NamedEvent");
    }

    /// The path with the examples of its parameters in it.
    String address() {
      String address = path;
      for (JsonNode parameter : node.path("parameters")) {
        address =
            address.replace(
                "{" + parameter.path("name").asText() + "}", parameter.path("example").asText());
      }
      return address;
    }

    /// The examples of the query's parameters, where they have one.
    Map<String, String> query() {
      Map<String, String> query = new java.util.TreeMap<>();
      for (JsonNode parameter : node.path("parameters")) {
        if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
          query.put(parameter.path("name").asText(), parameter.path("example").asText());
        }
      }
      return query;
    }

    List<String> parameters() {
      return node.path("parameters").findValuesAsText("name");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  record Example(String name, JsonNode value) {
    static List<Example> all(JsonNode mediaType) {
      return mediaType.path("examples").properties().stream()
          .map(entry -> new Example(entry.getKey(), entry.getValue().path("value")))
          .toList();
    }
  }

  Stream<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        entry ->
                            operations.add(
                                new Operation(
                                    this,
                                    entry.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    entry.getValue()))));
    return operations.stream();
  }

  JsonNode schema(String name) {
    return root.at("/components/schemas/" + name);
  }

  List<String> references() {
    return root.findValuesAsText("$ref");
  }

  JsonNode at(String reference) {
    return root.at(reference.substring(1));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? at(node.path("$ref").asText()) : node;
  }
}
