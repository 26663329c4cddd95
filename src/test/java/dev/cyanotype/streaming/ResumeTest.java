package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that break in the middle of a stream that can be continued.
@QuarkusTest
@TestProfile(TightBounds.class)
@WithTestResource(TestingUpstream.class)
class ResumeTest {

  private static final String CHAT = "/api/v1/conversation/chat-stream";
  private static final String OPT_IN = "X-Stream-Resumable: true";
  private static final Pattern ID = Pattern.compile("(?m)^id: ([\\w-]{22}):(\\d+)$");

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private static void awaitNothingKept() {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                RestAssured.get("/q/metrics")
                    .asString()
                    .contains("cyanotype_streams_resumable 0.0"));
  }

  private SseClient again(String lastEventId) throws IOException {
    return SseClient.chat(base, "slow", "Last-Event-ID: " + lastEventId);
  }

  private SseClient continued(String streamId, String lastEventId) throws IOException {
    return SseClient.get(
        base, "/api/v1/streams/" + streamId + "/events", "Last-Event-ID: " + lastEventId);
  }

  private static List<Integer> numbers(String events) {
    return ID.matcher(events).results().map(id -> Integer.valueOf(id.group(2))).toList();
  }

  /// Reads some events of an endless stream, breaks the connection, and says what came last.
  private static String breakOff(SseClient client) throws IOException {
    client.readUntil("\nid: " + client.streamId() + ":7\n");
    client.readUntil("\n\n");
    client.close();
    return ID.matcher(client.read())
        .results()
        .reduce((_, last) -> last)
        .map(MatchResult::group)
        .orElseThrow()
        .substring("id: ".length());
  }

  private static void cancel(String id) {
    RestAssured.post("/api/v1/streams/" + id + "/cancel").then().statusCode(200);
  }

  @Test
  void eventsHaveIdsOnlyWhereTheyAreAskedFor() throws IOException {
    try (SseClient plain = SseClient.chat(base, "hello");
        SseClient byHeader = SseClient.chat(base, "hello", OPT_IN);
        SseClient byQuery = SseClient.post(base, CHAT + "?resumable=true", "scenario:hello")) {
      assertThat(plain.readToEnd()).doesNotContain("id: ");
      assertThat(plain.header("X-Stream-Resumable")).isEmpty();
      assertThat(numbers(byHeader.readToEnd())).containsExactly(0, 1, 2, 3, 4);
      assertThat(numbers(byQuery.readToEnd())).containsExactly(0, 1, 2, 3, 4);
      assertThat(byHeader.header("X-Stream-Resumable")).hasValue("true");
      assertThat(byHeader.readToEnd())
          .startsWith("id: " + byHeader.streamId() + ":0\ndata: {\"type\":\"intent\"");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void brokenStreamGoesOnWhereItBrokeWithoutAskingTheModelAgain(boolean atItsOwnAddress)
      throws IOException {
    int calls = TestingUpstream.CALLS.size();
    SseClient first = SseClient.chat(base, "slow", OPT_IN);
    String last = breakOff(first);

    try (SseClient second = atItsOwnAddress ? continued(first.streamId(), last) : again(last)) {
      assertThat(second.streamId()).isEqualTo(first.streamId());
      second.readUntil(":" + (EventId.parse(last).orElseThrow().number() + 10) + "\n");
      cancel(first.streamId());

      String rest = second.readToEnd();
      List<Integer> numbers = numbers(rest);
      assertThat(numbers.getFirst()).isEqualTo(EventId.parse(last).orElseThrow().number() + 1);
      for (int i = 1; i < numbers.size(); i++) {
        assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
      }
      assertThat(rest).endsWith("data: {\"type\":\"done\",\"data\":\"cancelled\"}\n\n");
      assertThat(TestingUpstream.CALLS).hasSize(calls + 1);
    }
  }

  /// As a browser's `EventSource` does: the same address again, with the last id.
  @Test
  void namedEventsGoOnWhereTheyBroke() throws IOException {
    String address = "/chat/stream?resumable=true&message=scenario:slow";
    int calls = TestingUpstream.CALLS.size();
    SseClient first = SseClient.get(base, address);
    String last = breakOff(first);

    try (SseClient second = SseClient.get(base, address, "Last-Event-ID: " + last)) {
      second.readUntil(":" + (EventId.parse(last).orElseThrow().number() + 10) + "\n");
      cancel(first.streamId());

      String rest = second.readToEnd();
      assertThat(numbers(rest).getFirst())
          .isEqualTo(EventId.parse(last).orElseThrow().number() + 1);
      assertThat(rest)
          .contains("event: message\ndata: {\"text\":")
          .endsWith("id: last\nevent: cancelled\ndata: {\"status\":\"cancelled\"}\n\n");
      assertThat(TestingUpstream.CALLS).hasSize(calls + 1);
    }
  }

  @Test
  void namedEventsThatAreGoneEndForGood() throws IOException {
    String address = "/chat/stream?resumable=true&message=scenario:hello";
    try (SseClient client =
        SseClient.get(base, address, "Last-Event-ID: AAAAAAAAAAAAAAAAAAAAAA:3")) {
      assertThat(client.readToEnd())
          .contains("id: last\nevent: error\n", "can no longer be continued")
          .doesNotContain("event: message");
    }
  }

  @Test
  void detachedStreamIsShownAsSuch() throws IOException {
    SseClient client = SseClient.chat(base, "slow", OPT_IN);
    breakOff(client);

    await()
        .until(
            () -> RestAssured.get("/api/v1/streams").asString().contains("\"state\":\"detached\""));
    cancel(client.streamId());
  }

  @Test
  void endedStreamIsReadAgain() throws IOException {
    try (SseClient first = SseClient.chat(base, "hello", OPT_IN)) {
      String body = first.readToEnd();

      try (SseClient second =
          SseClient.get(base, "/api/v1/streams/" + first.streamId() + "/events")) {
        assertThat(second.readToEnd()).isEqualTo(body);
      }
    }
  }

  @Test
  void newerConnectionWins() throws IOException {
    try (SseClient older = SseClient.chat(base, "slow", OPT_IN)) {
      older.readUntil(":3\n");

      try (SseClient newer = continued(older.streamId(), older.streamId() + ":1")) {
        assertThat(older.readToEnd()).doesNotContain("\"done\"");
        newer.readUntil("\nid: " + older.streamId() + ":2\n");
        cancel(older.streamId());
        assertThat(newer.readToEnd()).contains("\"cancelled\"");
      }
    }
  }

  @Test
  void streamThatNobodyComesBackToIsStopped() throws IOException {
    SseClient client = SseClient.chat(base, "slow", OPT_IN);
    String last = breakOff(client);
    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);

    RestAssured.get("/api/v1/streams/" + client.streamId() + "/events")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
    try (SseClient late = again(last)) {
      assertThat(late.readToEnd())
          .isEqualTo(
              """
              data: {"type":"error","data":"This stream can no longer be continued. Ask again for a new one."}

              data: {"type":"done","data":"error"}

              """);
    }
    awaitNothingKept();
  }

  @Test
  void modelIsReadNoFurtherThanTheBufferReaches() throws IOException {
    SseClient client = SseClient.chat(base, "flood", OPT_IN);
    breakOff(client);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> RestAssured.get("/api/v1/streams").asString().contains("detached"));
    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
    assertThat(TestingUpstream.FLOODED.get()).isLessThan(16L * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "AAAAAAAAAAAAAAAAAAAAAA:1", "AAAAAAAAAAAAAAAAAAAAAA:99999999999999999999"})
  void idsThatNameNothingAreToldSo(String id) throws IOException {
    int calls = TestingUpstream.CALLS.size();

    try (SseClient client = again(id)) {
      assertThat(client.readToEnd()).contains("can no longer be continued").contains("\"done\"");
    }
    assertThat(TestingUpstream.CALLS).hasSize(calls);
  }
}
