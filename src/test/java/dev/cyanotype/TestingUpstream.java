package dev.cyanotype;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A real HTTP server that answers as an OpenAI-compatible endpoint would, well or badly. The first
/// word of the newest user message that starts with `scenario:` says how.
public class TestingUpstream implements QuarkusTestResourceLifecycleManager {

  public static final String KEY = "sk-testing-0123456789";

  /// Calls that are being answered now.
  public static final AtomicInteger OPEN = new AtomicInteger();

  /// The bodies of all calls, in their order.
  public static final List<JsonObject> CALLS = new CopyOnWriteArrayList<>();

  /// Bytes of `flood` that were written, of [#FLOOD_BYTES].
  public static final AtomicLong FLOODED = new AtomicLong();

  public static final long FLOOD_BYTES = 100L * 1024 * 1024;

  private Vertx vertx;
  private HttpServer server;

  @Override
  public Map<String, String> start() {
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return Map.of(
        "cyanotype.llm.provider", "openai",
        "cyanotype.llm.openai.base-url", "http://127.0.0.1:" + server.actualPort() + "/v1",
        "cyanotype.llm.openai.api-key", KEY,
        "quarkus.langchain4j.openai.api-key", KEY,
        "cyanotype.llm.openai.model", "testing",
        "cyanotype.llm.openai.first-token-timeout", "1s",
        "cyanotype.llm.openai.idle-timeout", "1s",
        "cyanotype.llm.openai.answer-timeout", "1s",
        "cyanotype.llm.openai.retry-delay", "10ms",
        "cyanotype.llm.openai.circuit-breaker.requests", "100000");
  }

  @Override
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body.toJsonObject()));
  }

  private void answer(HttpServerRequest request, JsonObject call) {
    CALLS.add(call);

    HttpServerResponse response = request.response();
    OPEN.incrementAndGet();
    AtomicInteger once = new AtomicInteger(1);
    Runnable closed = () -> OPEN.addAndGet(-once.getAndSet(0));
    response.endHandler(_ -> closed.run());
    response.closeHandler(_ -> closed.run());
    if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
      error(response, 401, "Incorrect API key provided: " + request.getHeader("Authorization"));
    } else if (Boolean.TRUE.equals(call.getBoolean("stream"))) {
      stream(scenario(call), request, call, closed);
    } else {
      whole(scenario(call), response, call);
    }
  }

  private static String scenario(JsonObject call) {
    JsonArray messages = call.getJsonArray("messages");
    for (int i = messages.size() - 1; i >= 0; i--) {
      JsonObject message = messages.getJsonObject(i);
      if (message.getString("role").equals("user")) {
        for (String word : message.getString("content").split("\\s+")) {
          if (word.startsWith("scenario:")) {
            return word.substring("scenario:".length());
          }
        }
      }
    }
    return "hello";
  }

  private void stream(
      String scenario, HttpServerRequest request, JsonObject call, Runnable closed) {
    HttpServerResponse response = request.response();
    switch (scenario) {
      case "hello", "intent-rollback" ->
          events(response, chunk("Hello"), chunk(" world"), finish("stop"), DONE);
      case "echo" -> events(response, chunk(lastUserMessage(call)), finish("stop"), DONE);
      case "turns" ->
          events(response, chunk("" + call.getJsonArray("messages").size()), finish("stop"), DONE);
      case "bytewise" -> trickle(response, chunk("größe ✓ 😀 日本") + finish("stop") + DONE, 1);
      case "crlf" ->
          trickle(
              response,
              (chunk("one") + chunk(" two") + finish("stop") + DONE).replace("\n", "\r\n"),
              3);
      case "comments" ->
          events(
              response,
              ": OPENROUTER PROCESSING\n\n",
              ":\n\n",
              "event: message\nid: 7\nretry: 100\n" + chunk("kept"),
              ": ping\n\n" + finish("stop"),
              DONE);
      case "multiline" ->
          events(
              response,
              "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"joined\"}}]}\n\n",
              finish("stop"),
              DONE);
      case "nospace" ->
          events(response, (chunk("tight") + finish("stop") + DONE).replace("data: ", "data:"));
      case "usage" ->
          events(
              response,
              chunk("counted"),
              finish("stop"),
              "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\n",
              DONE);
      case "index1" ->
          events(
              response,
              "data: {\"choices\":[{\"delta\":{\"content\":\"no\"},\"index\":1}]}\n\n",
              "data: {\"choices\":[{\"delta\":{\"content\":\"yes\"},\"index\":0}]}\n\n",
              finish("stop"),
              DONE);
      case "error-in-200" ->
          events(
              response,
              chunk("begun"),
              "data: {\"error\":{\"message\":\"overloaded, key " + KEY + "\"}}\n\n");
      case "finish-without-done" -> events(response, chunk("enough"), finish("stop"));
      case "done-without-finish" -> events(response, chunk("enough"), DONE);
      case "neither" -> events(response, chunk("half an ans"));
      case "length" -> events(response, chunk("too lo"), finish("length"), DONE);
      case "filtered" -> events(response, chunk("I"), finish("content_filter"), DONE);
      case "garbage" -> events(response, chunk("good"), "data: {not json}\n\n", chunk("more"));
      case "endless-line" ->
          repeat(head(response), Buffer.buffer("x".repeat(64 * 1024)), 1, closed);
      case "cut" -> {
        head(response).write(chunk("cut "));
        vertx.setTimer(50, _ -> request.connection().close());
      }
      case "finish-then-cut" -> {
        head(response).write(chunk("enough") + finish("stop"));
        vertx.setTimer(50, _ -> request.connection().close());
      }
      case "finish-then-silence" -> head(response).write(chunk("enough") + finish("stop"));
      case "cut-in-character" -> {
        byte[] bytes = chunk("ab€").getBytes(StandardCharsets.UTF_8);
        int half = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u00e2") + 1;
        head(response).write(Buffer.buffer().appendBytes(bytes, 0, half));
        vertx.setTimer(50, _ -> request.connection().close());
      }
      case "slow" -> {
        head(response).write(chunk("first"));
        repeat(response, Buffer.buffer(chunk(".")), 20, closed);
      }
      case "flood" -> flood(head(response), FLOOD_BYTES);
      case "silent" -> head(response).write(chunk("then nothing"));
      case "never" -> {}
      case "hangs-after-done" -> head(response).write(chunk("said") + finish("stop") + DONE);
      case "not-a-stream" ->
          response.putHeader("Content-Type", "application/json").end("{\"choices\":[]}");
      case "refused" -> error(response, 429, "Rate limit reached for " + KEY);
      case "failing" -> error(response, 503, "");
      case "unknown-model" -> error(response, 404, "The model does not exist");
      case "redirect" ->
          response.setStatusCode(302).putHeader("Location", "http://127.0.0.1:1/").end();
      case "blueprint" -> words(response, "Here you are.\n\n```yaml\n" + BLUEPRINT + "```\n");
      case "broken-blueprint", "never-a-blueprint" ->
          words(response, "Here.\n```yaml\n" + BLUEPRINT.replace("- db", "- nothing") + "```\n");
      default -> error(response, 400, "unknown scenario " + scenario);
    }
  }

  private void whole(String scenario, HttpServerResponse response, JsonObject call) {
    switch (scenario) {
      case "refused" -> error(response, 429, "Rate limit reached for " + KEY);
      case "failing" -> error(response, 503, "");
      case "not-a-stream" ->
          response.putHeader("Content-Type", "application/json").end("{\"choices\":[]}");
      case "length" -> completion(response, "too lo", "length");
      case "never" -> {}
      case "blueprint", "broken-blueprint" ->
          completion(response, "```yaml\n" + BLUEPRINT + "```\n", "stop");
      case "never-a-blueprint" -> completion(response, "I cannot.", "stop");
      case "intent-rollback" ->
          completion(
              response, "{\"intent\":\"rollback\",\"confidence\":0.75,\"template\":\"\"}", "stop");
      case "suggestions" ->
          completion(response, "Do this:\n- db: add a replica\n- web: use TLS", "stop");
      case "echo" -> completion(response, lastUserMessage(call), "stop");
      default -> completion(response, "Hello world", "stop");
    }
  }

  public static final String BLUEPRINT =
      """
      version: "1.0"
      name: shop
      description: "A shop"
      resources:
        - type: compute
          name: db
          provider: proxmox
          specs:
            role: database
            cpu: 2
            memory: "4GB"
          dependencies: []
        - type: service
          name: web
          provider: docker
          specs:
            image: "nginx:1.27"
            replicas: 2
          dependencies:
            - db
      metadata:
        category: web
      """;

  private static final String DONE = "data: [DONE]\n\n";

  private static String lastUserMessage(JsonObject call) {
    JsonArray messages = call.getJsonArray("messages");
    return messages.getJsonObject(messages.size() - 1).getString("content");
  }

  private static String chunk(String content) {
    return data(new JsonObject().put("content", content), null);
  }

  private static String finish(String reason) {
    return data(new JsonObject(), reason);
  }

  private static String data(JsonObject delta, String finishReason) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
    return "data: "
        + new JsonObject()
            .put("object", "chat.completion.chunk")
            .put("choices", new JsonArray().add(choice))
        + "\n\n";
  }

  private static HttpServerResponse head(HttpServerResponse response) {
    return response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  private static void events(HttpServerResponse response, String... events) {
    head(response);
    for (String event : events) {
      response.write(event);
    }
    response.end();
  }

  private static void words(HttpServerResponse response, String text) {
    List<String> events = new ArrayList<>();
    for (String word : text.split("(?<= )")) {
      events.add(chunk(word));
    }
    events.add(finish("stop"));
    events.add(DONE);
    events(response, events.toArray(String[]::new));
  }

  /// Sends `size` bytes a millisecond, so that reads split the text anywhere.
  private void trickle(HttpServerResponse response, String text, int size) {
    head(response);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] sent = {0};
    vertx.setPeriodic(
        1,
        timer -> {
          int length = Math.min(size, bytes.length - sent[0]);
          response.write(Buffer.buffer().appendBytes(bytes, sent[0], length));
          sent[0] += length;
          if (sent[0] == bytes.length) {
            vertx.cancelTimer(timer);
            response.end();
          }
        });
  }

  /// As fast as it is read.
  private static void flood(HttpServerResponse response, long bytes) {
    FLOODED.set(0);
    String event = chunk("x".repeat(1024));
    pour(response, event, bytes);
  }

  private static void pour(HttpServerResponse response, String event, long bytes) {
    while (FLOODED.get() < bytes && !response.closed()) {
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> pour(response, event, bytes));
        return;
      }
      response.write(event);
      FLOODED.addAndGet(event.length());
    }
    if (!response.closed()) {
      response.end(finish("stop") + DONE);
    }
  }

  private void repeat(HttpServerResponse response, Buffer part, long millis, Runnable closed) {
    long timer = vertx.setPeriodic(millis, _ -> response.write(part));
    response.closeHandler(
        _ -> {
          vertx.cancelTimer(timer);
          closed.run();
        });
  }

  private static void completion(HttpServerResponse response, String content, String reason) {
    JsonObject message = new JsonObject().put("role", "assistant").put("content", content);
    JsonObject choice =
        new JsonObject().put("index", 0).put("message", message).put("finish_reason", reason);
    response
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("id", "chatcmpl-testing")
                .put("object", "chat.completion")
                .put("created", 1_790_000_000)
                .put("model", "testing")
                .put("choices", new JsonArray().add(choice))
                .toBuffer());
  }

  private static void error(HttpServerResponse response, int status, String message) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("error", new JsonObject().put("message", message)).toBuffer());
  }
}
