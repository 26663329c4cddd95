package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The bytes of a stream, read as the documented clients read them: lines that start with `data:
/// `, cut by six characters.
public record SseBody(int status, HttpResponse<String> response, List<JsonObject> events) {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static SseBody post(URI uri, String json) {
    return postAsync(uri, json).join();
  }

  public static CompletableFuture<SseBody> postAsync(URI uri, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(SseBody::of);
  }

  public static SseBody send(HttpRequest request) {
    return of(CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join());
  }

  private static SseBody of(HttpResponse<String> response) {
    List<JsonObject> events =
        response
            .body()
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> new JsonObject(line.substring(6)))
            .toList();
    return new SseBody(response.statusCode(), response, events);
  }

  /// Every event is one line and a blank one, and nothing else is there.
  public SseBody isFramedExactly() {
    String body = response.body();
    assertThat(body).endsWith("\n\n").doesNotContain("\r");
    assertThat(Arrays.asList(body.split("\n\n")))
        .allMatch(event -> event.startsWith("data: {\"type\":\"") && !event.contains("\n"));
    return this;
  }

  public List<String> types() {
    return events.stream().map(event -> event.getString("type")).toList();
  }

  public Stream<Object> data(String type) {
    return events.stream()
        .filter(event -> event.getString("type").equals(type))
        .map(event -> event.getValue("data"));
  }

  public String text() {
    return data("text").map(Object::toString).collect(Collectors.joining());
  }

  /// The last event, which must be the only `done`.
  public String done() {
    assertThat(types().stream().filter("done"::equals)).hasSize(1);
    assertThat(types().getLast()).isEqualTo("done");
    return events.getLast().getString("data");
  }
}
