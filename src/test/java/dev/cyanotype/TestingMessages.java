package dev.cyanotype;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers a call as the Messages API would, well or badly.
final class TestingMessages {

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
  private static final String PING = event("ping", new JsonObject());
  private static final String STOP = event("message_stop", new JsonObject());

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final String message;

  TestingMessages(Vertx vertx, HttpServerRequest request, String message) {
    this.vertx = vertx;
    this.request = request;
    this.message = message;
  }

  void answer(String scenario, boolean streamed) {
    if (scenario.equals("overloaded-once") && SEEN.add(message)) {
      failure(529, "overloaded_error", "Overloaded");
    } else if (streamed) {
      stream(scenario);
    } else {
      whole(scenario);
    }
  }

  private void stream(String scenario) {
    HttpServerResponse response = request.response();
    switch (scenario) {
      case "hello", "overloaded-once" ->
          TestingUpstream.events(
              response,
              start(),
              block(0, "thinking"),
              PING,
              delta(new JsonObject().put("type", "thinking_delta").put("thinking", "Hm, hello?")),
              delta(new JsonObject().put("type", "signature_delta").put("signature", "c2ln")),
              event("content_block_stop", new JsonObject().put("index", 0)),
              block(1, "text"),
              text("Hello"),
              event("not_known_yet", new JsonObject().put("new", "field")),
              text(" world"),
              event("content_block_stop", new JsonObject().put("index", 1)),
              end("end_turn"),
              STOP);
      case "bytewise" -> trickle(start() + text("größe ✓ 😀 日本") + end("stop_sequence") + STOP);
      case "without-stop" ->
          TestingUpstream.events(response, start(), text("all"), end("end_turn"));
      case "max-tokens" ->
          TestingUpstream.events(response, start(), text("too lo"), end("max_tokens"), STOP);
      case "refusal" -> TestingUpstream.events(response, start(), text("I"), end("refusal"), STOP);
      case "overloaded-later" ->
          TestingUpstream.events(response, start(), text("begun"), error("Overloaded"));
      case "overloaded-in-200" ->
          TestingUpstream.events(
              response, start(), SEEN.add(message) ? error("Overloaded") : whole());
      case "garbage" -> TestingUpstream.events(response, start(), text("good"), "data: {no\n\n");
      case "neither" -> TestingUpstream.events(response, start(), text("half an ans"));
      case "pings" -> {
        TestingUpstream.head(response).write(start());
        long timer = vertx.setPeriodic(50, _ -> response.write(PING));
        response.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.connection().closeHandler(_ -> vertx.cancelTimer(timer));
      }
      case "invalid" -> failure(400, "invalid_request_error", "no such model");
      default -> failure(400, "invalid_request_error", "unknown scenario " + scenario);
    }
  }

  private void whole(String scenario) {
    JsonArray content =
        new JsonArray()
            .add(new JsonObject().put("type", "thinking").put("thinking", "Hm."))
            .add(new JsonObject().put("type", "text").put("text", "Hello world"));
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("type", "message")
                .put("model", "claude-testing-1")
                .put("content", content)
                .put("stop_reason", scenario.equals("max-tokens") ? "max_tokens" : "end_turn")
                .put("usage", usage(25, 15))
                .toBuffer());
  }

  private static String whole() {
    return text("whole") + end("end_turn") + STOP;
  }

  private void failure(int status, String type, String text) {
    JsonObject error = new JsonObject().put("type", type).put("message", text);
    request
        .response()
        .setStatusCode(status)
        .end(new JsonObject().put("type", "error").put("error", error).toBuffer());
  }

  private void trickle(String text) {
    HttpServerResponse response = TestingUpstream.head(request.response());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] sent = {0};
    vertx.setPeriodic(
        1,
        timer -> {
          response.write(Buffer.buffer(new byte[] {bytes[sent[0]++]}));
          if (sent[0] == bytes.length) {
            vertx.cancelTimer(timer);
            response.end();
          }
        });
  }

  private static String start() {
    JsonObject message =
        new JsonObject()
            .put("id", "msg_testing")
            .put("model", "claude-testing-1")
            .put("content", new JsonArray())
            .put("usage", usage(25, 1).put("cache_read_input_tokens", 100));
    return event("message_start", new JsonObject().put("message", message));
  }

  private static JsonObject usage(int input, int output) {
    return new JsonObject().put("input_tokens", input).put("output_tokens", output);
  }

  private static String block(int index, String type) {
    JsonObject block = new JsonObject().put("type", type).put(type, "");
    return event(
        "content_block_start", new JsonObject().put("index", index).put("content_block", block));
  }

  private static String text(String text) {
    return delta(new JsonObject().put("type", "text_delta").put("text", text));
  }

  private static String delta(JsonObject delta) {
    return event("content_block_delta", new JsonObject().put("index", 0).put("delta", delta));
  }

  private static String end(String reason) {
    return event(
        "message_delta",
        new JsonObject()
            .put("delta", new JsonObject().put("stop_reason", reason).putNull("stop_sequence"))
            .put("usage", new JsonObject().put("output_tokens", 15)));
  }

  private static String error(String text) {
    JsonObject error = new JsonObject().put("type", "overloaded_error").put("message", text);
    return event("error", new JsonObject().put("error", error));
  }

  private static String event(String type, JsonObject data) {
    return "event: " + type + "\ndata: " + data.copy().put("type", type).encode() + "\n\n";
  }
}
