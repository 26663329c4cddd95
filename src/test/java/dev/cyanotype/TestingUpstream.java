package dev.cyanotype;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A real HTTP server that answers as an OpenAI-compatible endpoint would, or as Anthropic's
/// ([TestingMessages]), well or badly. The first
/// word of the newest user message that starts with `scenario:` says how.
public class TestingUpstream implements QuarkusTestResourceLifecycleManager {

  public static final String KEY = "sk-testing-0123456789";

  /// Gives models up soon; the others have time for a machine that is busy.
  private static final String[] BRIEF = {
    "api-key=" + KEY,
    "circuit-breaker.requests=100000",
    "first-token-timeout=1s",
    "idle-timeout=1s",
    "answer-timeout=1s",
  };

  /// Calls that are being answered now.
  public static final AtomicInteger OPEN = new AtomicInteger();

  /// The bodies of all calls, in their order.
  public static final List<JsonObject> CALLS = new CopyOnWriteArrayList<>();

  /// Bytes of `flood` that were written, of [#FLOOD_BYTES].
  public static final AtomicLong FLOODED = new AtomicLong();

  public static final long FLOOD_BYTES = 100L * 1024 * 1024;

  /// How often each message has come to a scenario that counts.
  private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

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
    return settings("http://127.0.0.1:" + server.actualPort());
  }

  /// Beside `openai` and `anthropic`, endpoints with limits of their own, which requests name.
  private static Map<String, String> settings(String base) {
    Map<String, String> settings = new HashMap<>();
    settings.put("cyanotype.llm.provider", "openai");
    settings.put(
        "cyanotype.llm.allowed-providers",
        "openai,anthropic,builtin,azure,brief,brief-messages,gone,hasty,fragile,narrow,patient,sparing");
    settings.put("quarkus.langchain4j.openai.api-key", KEY);
    put(
        settings,
        "openai",
        base + "/v1",
        "circuit-breaker.requests=100000",
        "api-key=" + KEY,
        "models=testing");
    put(settings, "anthropic", base, "circuit-breaker.requests=100000", "api-key=" + KEY);
    put(
        settings,
        "endpoints.azure",
        base + "/openai/deployments/gpt?api-version=2024-10-21",
        "api-key-header=api-key",
        "api-key=" + KEY);
    put(settings, "endpoints.brief", base + "/v1", BRIEF);
    put(settings, "endpoints.brief-messages", base, BRIEF);
    settings.put("cyanotype.llm.endpoints.brief-messages.type", "anthropic");
    put(settings, "endpoints.gone", "http://127.0.0.1:1/v1", "retries=1");
    put(settings, "endpoints.hasty", base + "/v1", "api-key=" + KEY, "stream-timeout=800ms");
    put(
        settings,
        "endpoints.fragile",
        base + "/v1",
        "api-key=" + KEY,
        "retries=0",
        "circuit-breaker.requests=4",
        "circuit-breaker.delay=300ms");
    put(settings, "endpoints.narrow", base + "/v1", "api-key=" + KEY, "max-connections=2");
    put(
        settings,
        "endpoints.patient",
        base + "/v1",
        "api-key=" + KEY,
        "first-token-timeout=30s",
        "answer-timeout=30s");
    put(
        settings,
        "endpoints.sparing",
        base + "/v1",
        "api-key=" + KEY,
        "include-usage=false",
        "max-tokens=100",
        "max-tokens-field=max_completion_tokens",
        "models=testing-large,*");
    return settings;
  }

  private static void put(Map<String, String> all, String endpoint, String url, String... more) {
    String key = "cyanotype.llm." + endpoint + ".";
    all.put(key + "base-url", url);
    all.put(key + "model", "testing");
    all.put(key + "first-token-timeout", "10s");
    all.put(key + "idle-timeout", "10s");
    all.put(key + "answer-timeout", "10s");
    all.put(key + "retry-delay", "10ms");
    all.put(key + "retry-max-wait", "2s");
    for (String setting : more) {
      String[] pair = setting.split("=", 2);
      all.put(key + pair[0], pair[1]);
    }
  }

  @Override
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(HttpServerRequest request) {
    if (request.path().equals("/v1/models")) {
      models(request.response());
    } else if (request.method() == HttpMethod.GET) {
      request.response().setStatusCode(404).end();
    } else {
      request.body().onSuccess(body -> answer(request, body.toJsonObject()));
    }
  }

  private static void models(HttpServerResponse response) {
    JsonArray models = new JsonArray();
    List.of("testing", "testing-small").forEach(id -> models.add(new JsonObject().put("id", id)));
    response.end(new JsonObject().put("data", models).toBuffer());
  }

  private void answer(HttpServerRequest request, JsonObject call) {
    CALLS.add(call);

    HttpServerResponse response = request.response();
    OPEN.incrementAndGet();
    AtomicInteger once = new AtomicInteger(1);
    Runnable closed = () -> OPEN.addAndGet(-once.getAndSet(0));
    response.endHandler(_ -> closed.run());
    response.closeHandler(_ -> closed.run());
    boolean streamed = Boolean.TRUE.equals(call.getBoolean("stream"));
    if (!isAuthorized(request)) {
      error(response, 401, "Incorrect API key provided: " + request.getHeader("Authorization"));
    } else if (request.path().equals("/v1/messages")) {
      new TestingMessages(vertx, request, lastUserMessage(call)).answer(scenario(call), streamed);
    } else if (streamed) {
      stream(scenario(call), request, call, closed);
    } else {
      whole(scenario(call), response, call);
    }
  }

  /// Each protocol shows the key in its own way, and only in that.
  private static boolean isAuthorized(HttpServerRequest request) {
    return switch (request.path()) {
      case "/v1/chat/completions" -> ("Bearer " + KEY).equals(request.getHeader("Authorization"));
      case "/v1/messages" ->
          KEY.equals(request.getHeader("x-api-key"))
              && "2023-06-01".equals(request.getHeader("anthropic-version"));
      case "/openai/deployments/gpt/chat/completions" ->
          KEY.equals(request.getHeader("api-key"))
              && request.getHeader("Authorization") == null
              && "2024-10-21".equals(request.getParam("api-version"));
      default -> false;
    };
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
      case "halves" ->
          events(
              response,
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\\ud83d\"}}]}\n\n",
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\ude00b\"}}]}\n\n",
              finish("stop"),
              DONE);
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
              "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\n",
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
      case "usage-split" ->
          trickle(
              response,
              chunk("counted")
                  + finish("stop")
                  + "data: {\"choices\":[],\"model\":\"testing-0613\",\"usage\":"
                  + "{\"prompt_tokens\":120,\"completion_tokens\":34,\"total_tokens\":154}}\n\n"
                  + DONE,
              7);
      case "pings" -> repeat(head(response), Buffer.buffer(": PROCESSING\n\n"), 50, closed);
      case "text-then-pings" -> {
        head(response).write(chunk("one"));
        repeat(response, Buffer.buffer(": PROCESSING\n\n"), 50, closed);
      }
      case "thinking" -> thinking(response);
      case "compressed" ->
          head(response).putHeader("Content-Encoding", "gzip").end(Buffer.buffer(new byte[] {31}));
      case "busy-once" -> {
        if (isFirst(call)) {
          error(response.putHeader("Retry-After", "1"), 429, "Rate limit reached");
        } else {
          events(response, chunk("at last"), finish("stop"), DONE);
        }
      }
      case "busy-for-an-hour" ->
          error(response.putHeader("Retry-After", "3600"), 429, "Rate limit reached");
      case "failing-twice" -> {
        if (SEEN.merge(lastUserMessage(call), 1, Integer::sum) <= 2) {
          error(response, 503, "");
        } else {
          events(response, chunk("at last"), finish("stop"), DONE);
        }
      }
      case "refuses" -> error(response, 400, "It does not like that.");
      case "fifty-megabytes" -> head(response).end(Buffer.buffer("x".repeat(50 * 1024 * 1024)));
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

  /// Reasons for longer than the first token may take.
  private void thinking(HttpServerResponse response) {
    head(response);
    int[] thoughts = {0};
    vertx.setPeriodic(
        300,
        timer -> {
          if (thoughts[0]++ < 4) {
            response.write(data(new JsonObject().put("reasoning_content", "hm"), null));
          } else {
            vertx.cancelTimer(timer);
            response.end(chunk("aha") + finish("stop") + DONE);
          }
        });
  }

  private static boolean isFirst(JsonObject call) {
    return SEEN.merge(lastUserMessage(call), 1, Integer::sum) == 1;
  }

  private void whole(String scenario, HttpServerResponse response, JsonObject call) {
    switch (scenario) {
      case "refused" -> error(response, 429, "Rate limit reached for " + KEY);
      case "failing" -> error(response, 503, "");
      case "not-a-stream" ->
          response.putHeader("Content-Type", "application/json").end("{\"choices\":[]}");
      case "length" -> completion(response, "too lo", "length");
      case "failing-twice" -> {
        if (SEEN.merge(lastUserMessage(call), 1, Integer::sum) <= 2) {
          error(response, 503, "");
        } else {
          completion(response, "at last", "stop");
        }
      }
      case "six-megabytes" -> completion(response, "x".repeat(6 * 1024 * 1024), "stop");
      case "compressed" ->
          response.putHeader("Content-Encoding", "gzip").end(Buffer.buffer(new byte[] {31}));
      case "redirect" ->
          response.setStatusCode(302).putHeader("Location", "http://127.0.0.1:1/").end();
      case "counted" ->
          response
              .putHeader("Content-Type", "application/json")
              .end(
                  "{\"model\":\"testing-0613\",\"choices\":[{\"message\":{\"content\":\"ok\"},"
                      + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,"
                      + "\"completion_tokens\":2,\"total_tokens\":13}}");
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

  static HttpServerResponse head(HttpServerResponse response) {
    return response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
  }

  static void events(HttpServerResponse response, String... events) {
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

  static void error(HttpServerResponse response, int status, String message) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("error", new JsonObject().put("message", message)).toBuffer());
  }
}
