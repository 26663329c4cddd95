package dev.cyanotype.chat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.NamedEvent;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The addresses of common streaming servers: named events, text alone, cancel.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class ChatResourceTest {

  private static final String PROBLEM = "application/problem+json";

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private static Response post(String path, String scenario) {
    return post(path, scenario, "openai");
  }

  private static Response post(String path, String scenario, String provider) {
    return given()
        .contentType("application/json")
        .body(
            new JsonObject()
                .put("message", "scenario:" + scenario)
                .put("provider", provider)
                .encode())
        .post(path);
  }

  private static List<NamedEvent> events(String scenario) {
    return NamedEvent.all(post("/chat/stream", scenario).then().extract().asString());
  }

  private static Response get(String scenario) {
    return given().queryParam("message", "scenario:" + scenario).get("/chat/stream");
  }

  private static JsonObject last(List<NamedEvent> events) {
    return events.getLast().data();
  }

  @Test
  void bytesAreThoseThatDocumentedClientsRead() {
    Response answer = post("/chat/stream", "hello");

    String id = answer.header("X-Stream-Id");
    assertThat(id).matches("[A-Za-z0-9_-]{22}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/event-stream");
    assertThat(answer.asString())
        .startsWith("event: start\ndata: {\"stream_id\":\"" + id + "\"}\n\nevent: intent\ndata: {")
        .contains(
            """
            event: message
            data: {"text":"Hello"}

            event: message
            data: {"text":" world"}

            event: usage
            data: {"            """)
        .endsWith(
            """
            id: last
            event: done
            data: {"status":"complete"}

            """);
  }

  @Test
  void answersToAGetAreTheSame() {
    Response answer = get("bytewise");

    List<NamedEvent> events = NamedEvent.all(answer.asString());
    assertThat(answer.contentType()).isEqualTo("text/event-stream");
    assertThat(NamedEvent.text(events)).isEqualTo("größe ✓ 😀 日本");
    assertThat(events.getFirst().name()).isEqualTo("start");
    assertThat(last(events)).isEqualTo(new JsonObject().put("status", "complete"));
  }

  @Test
  void blueprintComesUnderItsOwnName() {
    List<NamedEvent> events =
        NamedEvent.all(
            post("/chat/stream", "blueprint Create a blueprint for a web shop").asString());

    assertThat(NamedEvent.names(events)).contains("blueprint").endsWith("done");
    assertThat(events)
        .filteredOn(event -> event.name().equals("blueprint"))
        .singleElement()
        .satisfies(event -> assertThat(event.data().getString("name")).isEqualTo("shop"));
    assertThat(events)
        .filteredOn(event -> !event.name().equals("message"))
        .noneMatch(event -> event.data().containsKey("text"));
  }

  @Test
  void questionBackIsDoneToo() {
    Response answer = given().queryParam("message", "Create a blueprint").get("/chat/stream");

    assertThat(last(NamedEvent.all(answer.asString())).getString("status"))
        .isEqualTo("clarification_needed");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"refused, (429)", "cut, broke off", "never, sent no first token"})
  void failureIsAnErrorAndTheEnd(String scenario, String cause) {
    List<NamedEvent> events =
        NamedEvent.all(post("/chat/stream", scenario, "brief").then().extract().asString());

    assertThat(NamedEvent.names(events)).doesNotContain("done").endsWith("error");
    assertThat(last(events).getString("error")).contains(cause);
  }

  @Test
  void startLeavesBeforeTheModelHasAnswered() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream", "scenario:never")) {
      assertThat(client.readUntil("event: intent\n")).contains("event: start\n");
    }
  }

  @Test
  void cancelStopsTheModelAndIsTold() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream", "scenario:slow")) {
      client.readUntil("first");

      cancel(client.streamId()).then().statusCode(200).body("status", is("cancelled"));

      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
      assertThat(client.readToEnd())
          .endsWith("event: cancelled\ndata: {\"status\":\"cancelled\"}\n\n")
          .doesNotContain("event: done");
    }
  }

  private static Response cancel(String id) {
    return given().post("/chat/stream/" + id + "/cancel");
  }

  @Test
  void cancelOfWhatHasEndedTellsHow() {
    cancel(post("/chat/stream", "hello").header("X-Stream-Id"))
        .then()
        .statusCode(200)
        .body("status", is("complete"));
    cancel("AAAAAAAAAAAAAAAAAAAAAA").then().statusCode(404).contentType(PROBLEM);
  }

  @Test
  void browserThatAsksAgainAfterTheEndIsStopped() {
    int calls = TestingUpstream.CALLS.size();

    given()
        .header("Last-Event-ID", events("hello").getLast().id())
        .queryParam("message", "scenario:hello")
        .get("/chat/stream")
        .then()
        .statusCode(204)
        .header("Cache-Control", "no-store");

    assertThat(TestingUpstream.CALLS).hasSize(calls + 1);
  }

  @Test
  void otherWordsForABodyThanJsonAreNotNeeded() {
    for (String path : List.of("/chat/stream", "/chat/stream-simple")) {
      given()
          .contentType("application/x-www-form-urlencoded")
          .body("{\"message\":\"scenario:hello\"}")
          .post(path)
          .then()
          .statusCode(200)
          .body(containsString("world"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chat/stream", "/chat/stream-simple"})
  void bodyIsCheckedAsInTheApi(String path) {
    given()
        .contentType("application/json")
        .body("{\"message\":\" \"}")
        .post(path)
        .then()
        .statusCode(422)
        .contentType(PROBLEM)
        .body("errors[0].pointer", is("/message"));
    given().contentType("application/json").body("{").post(path).then().statusCode(400);
  }

  @Test
  void parametersAreCheckedAsBodiesAre() {
    given()
        .get("/chat/stream")
        .then()
        .statusCode(422)
        .contentType(PROBLEM)
        .body("errors[0].pointer", is("message"));
    given()
        .queryParam("message", "x")
        .queryParam("conversation_id", "not an id")
        .get("/chat/stream")
        .then()
        .statusCode(422)
        .body("errors.pointer", is(List.of("conversation_id")));
  }

  @Test
  void headAsksNoModel() {
    int calls = TestingUpstream.CALLS.size();

    given()
        .queryParam("message", "scenario:hello")
        .head("/chat/stream")
        .then()
        .statusCode(405)
        .header("Allow", containsString("GET"));

    assertThat(TestingUpstream.CALLS).hasSize(calls);
  }

  @Test
  void conversationOfAQueryIsRemembered() {
    for (String count : List.of("2", "4")) {
      String body =
          given()
              .queryParam("message", "scenario:turns")
              .queryParam("conversation_id", "event-source")
              .get("/chat/stream")
              .asString();
      assertThat(NamedEvent.text(NamedEvent.all(body))).isEqualTo(count);
    }
  }

  @Test
  void textAloneIsTheAnswer() {
    Response answer = post("/chat/stream-simple", "bytewise");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("X-Stream-Id")).matches("[A-Za-z0-9_-]{22}");
    assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(answer.asString()).isEqualTo("größe ✓ 😀 日本");
  }

  @Test
  void characterInTwoPiecesLeavesWhole() {
    byte[] body = post("/chat/stream-simple", "halves").asByteArray();

    assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("a😀b");
    assertThat(NamedEvent.text(events("halves"))).isEqualTo("a😀b");
  }

  @Test
  void eachPieceOfTextLeavesAsItComes() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream-simple", "scenario:slow")) {
      client.readUntil("first");
      assertThat(TestingUpstream.OPEN.get()).isEqualTo(1);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "refused, 502, (429)",
    "never, 504, sent no first token",
    "not-a-stream, 502, stream"
  })
  void failureBeforeTheFirstTextIsAProblem(String scenario, int status, String cause) {
    post("/chat/stream-simple", scenario, "brief")
        .then()
        .statusCode(status)
        .contentType(PROBLEM)
        .body("detail", containsString(cause));
  }

  @Test
  void textThatIsNotWholeDoesNotEndAsIfItWere() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream-simple", "scenario:cut")) {
      String read = readToClose(client);

      assertThat(read).contains("200 OK").contains("cut ").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void cancelledTextDoesNotEndAsIfItWereWhole() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream-simple", "scenario:slow")) {
      client.readUntil("first");

      cancel(client.streamId()).then().body("status", is("cancelled"));

      assertThat(readToClose(client)).doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void textCancelledBeforeItBeganIsAProblem() throws IOException {
    try (SseClient client = SseClient.post(base, "/chat/stream-simple", "scenario:never")) {
      await().until(() -> TestingUpstream.OPEN.get() == 1);
      cancel(given().get("/api/v1/streams").path("streams[0].stream_id")).then().statusCode(200);

      assertThat(client.readUntil("\r\n\r\n")).contains("409 Conflict").contains(PROBLEM);
    }
  }

  private static String readToClose(SseClient client) throws IOException {
    String head = client.readUntil("\r\n\r\n");
    byte[] rest = client.socket().getInputStream().readAllBytes();
    return head + new String(rest, StandardCharsets.UTF_8);
  }
}
