package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Streams under their ids: shown, stopped, refused where there are too many.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class StreamResourceTest {

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private SseClient open(String scenario) throws IOException {
    return SseClient.chat(base, scenario);
  }

  private static ValidatableResponse cancel(String id) {
    return RestAssured.post("/api/v1/streams/" + id + "/cancel").then();
  }

  @Test
  void idIsInTheHeaderAndInTheFirstEventOnly() {
    SseBody body =
        SseBody.post(
            base.resolve("/api/v1/conversation/chat-stream"), "{\"message\":\"scenario:hello\"}");

    String id = body.response().headers().firstValue("X-Stream-Id").orElseThrow();
    assertThat(id).matches("[A-Za-z0-9_-]{22}");
    assertThat(body.events().getFirst().getString("stream_id")).isEqualTo(id);
    assertThat(body.events().stream().skip(1)).noneMatch(event -> event.containsKey("stream_id"));
  }

  @Test
  void everyStreamHasAnIdWhateverItsFirstEventIs() {
    SseBody body =
        SseBody.post(
            base.resolve("/api/v1/conversation/generate-blueprint-stream"),
            "{\"description\":\"scenario:blueprint\"}");

    assertThat(body.types().getFirst()).isEqualTo("status");
    assertThat(body.events().getFirst().getString("stream_id"))
        .isEqualTo(body.response().headers().firstValue("X-Stream-Id").orElseThrow());
  }

  @Test
  void openStreamsAreListed() throws IOException {
    try (SseClient client = open("slow")) {
      client.readUntil("first");

      String list = RestAssured.get("/api/v1/streams").then().statusCode(200).extract().asString();

      JsonObject stream = new JsonObject(list).getJsonArray("streams").getJsonObject(0);
      assertThat(stream.getString("stream_id")).isEqualTo(client.streamId());
      assertThat(stream.getString("operation")).isEqualTo("chat");
      assertThat(stream.getInstant("started")).isNotNull();
      assertThat(stream.getLong("events")).isGreaterThanOrEqualTo(2);
      assertThat(stream.getLong("characters")).isGreaterThanOrEqualTo("first".length());
      assertThat(stream.getString("state")).isEqualTo("live");
    }
    await()
        .untilAsserted(() -> RestAssured.get("/api/v1/streams").then().body("streams", hasSize(0)));
  }

  @Test
  void cancelStopsTheModelWithinASecondAndTellsTheClient() throws IOException {
    try (SseClient client = open("slow")) {
      client.readUntil("first");
      assertThat(TestingUpstream.OPEN.get()).isEqualTo(1);

      cancel(client.streamId())
          .statusCode(200)
          .body("stream_id", is(client.streamId()))
          .body("outcome", is("cancelled"));

      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
      assertThat(client.readToEnd())
          .endsWith("data: {\"type\":\"done\",\"data\":\"cancelled\"}\n\n");
      cancel(client.streamId()).statusCode(200).body("outcome", is("cancelled"));
    }
  }

  @Test
  void cancelBeforeTheFirstTokenWorksToo() throws IOException {
    try (SseClient client = open("never")) {
      client.readUntil("\"intent\"");
      await().until(() -> TestingUpstream.OPEN.get() == 1);

      cancel(client.streamId()).statusCode(200).body("outcome", is("cancelled"));

      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
      assertThat(client.readToEnd()).contains("\"cancelled\"").doesNotContain("error");
    }
  }

  @Test
  void cancelOfAStreamThatHasEndedTellsHow() {
    SseBody body =
        SseBody.post(
            base.resolve("/api/v1/conversation/chat-stream"), "{\"message\":\"scenario:failing\"}");

    cancel(body.response().headers().firstValue("X-Stream-Id").orElseThrow())
        .statusCode(200)
        .body("outcome", is("error"));
  }

  @Test
  void unknownStreamIsAProblem() {
    cancel("AAAAAAAAAAAAAAAAAAAAAA")
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", is(404));
  }
}
