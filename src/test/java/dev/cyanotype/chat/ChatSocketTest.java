package dev.cyanotype.chat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.cyanotype.RawHttp;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chats over WebSockets, from outside.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class ChatSocketTest {

  private static final long BOUND = 16L * 1024 * 1024;

  private static Vertx vertx;

  @TestHTTPResource URI base;

  @BeforeAll
  static void begin() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(given().get("/q/metrics").asString().lines())
                    .filteredOn(line -> line.startsWith("cyanotype_sockets_open"))
                    .containsExactly("cyanotype_sockets_open 0.0"));
  }

  private SocketClient open() {
    return SocketClient.open(vertx, base, "client-1");
  }

  @Test
  void chatIsAnsweredPieceByPiece() {
    try (SocketClient client = open()) {
      client.chat("hello");

      List<JsonObject> frames = client.until("done");
      assertThat(frames.getFirst().getString("type")).isEqualTo("intent");
      assertThat(frames.getFirst().getJsonObject("data").getString("intent")).isNotBlank();
      assertThat(frames.getFirst().getString("stream_id")).matches("[A-Za-z0-9_-]{22}");
      assertThat(frames.subList(1, 3))
          .containsExactly(
              new JsonObject("{\"type\":\"text\",\"content\":\"Hello\"}"),
              new JsonObject("{\"type\":\"text\",\"content\":\" world\"}"));
      assertThat(frames.get(3).getString("type")).isEqualTo("usage");
      assertThat(frames.get(3).getJsonObject("data").isEmpty()).isFalse();
      assertThat(frames.getLast()).isEqualTo(new JsonObject("{\"type\":\"done\"}"));
    }
  }

  @Test
  void chatsFollowOneAnotherOnOneSocket() {
    try (SocketClient client = open()) {
      List<String> ids = new ArrayList<>();
      for (String scenario : List.of("hello", "bytewise", "refused", "halves", "hello")) {
        client.chat(scenario);
        List<JsonObject> frames = client.until(scenario.equals("refused") ? "error" : "done");
        ids.add(frames.getFirst().getString("stream_id"));
        if (scenario.equals("bytewise")) {
          assertThat(SocketClient.text(frames)).isEqualTo("größe ✓ 😀 日本");
        }
        if (scenario.equals("halves")) {
          assertThat(SocketClient.text(frames)).isEqualTo("a😀b");
        }
      }
      assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }
  }

  @Test
  void blueprintComesUnderItsOwnType() {
    try (SocketClient client = open()) {
      client.chat("blueprint Create a blueprint for a web shop");

      JsonObject blueprint = client.next("blueprint");
      assertThat(blueprint.getJsonObject("data").getString("name")).isEqualTo("shop");
      assertThat(client.next("done")).isEqualTo(new JsonObject().put("type", "done"));
    }
  }

  @Test
  void questionBackIsDoneWithItsStatus() {
    try (SocketClient client = open()) {
      client.send("{\"type\":\"chat\",\"message\":\"Create a blueprint\"}");

      assertThat(client.next("done").getString("status")).isEqualTo("clarification_needed");
    }
  }

  @Test
  void contextIsReadAsInTheApi() {
    String frame =
        "{\"type\":\"chat\",\"message\":\"scenario:turns\",\"context\":{\"conversation_id\":\"ws\"}}";
    try (SocketClient client = open()) {
      for (String count : List.of("2", "4")) {
        client.send(frame);
        assertThat(SocketClient.text(client.until("done"))).isEqualTo(count);
      }
    }
  }

  @Test
  void secondChatMeanwhileIsRefusedAndTheFirstOneGoesOn() {
    try (SocketClient client = open()) {
      client.chat("slow");
      client.next("text");
      client.chat("hello");

      JsonObject refusal = client.next("error");
      assertThat(refusal.getString("error")).contains("is running");
      assertThat(refusal.getInteger("status")).isEqualTo(409);
      assertThat(client.next("text").getString("content")).isNotEqualTo("Hello");
    }
  }

  @Test
  void cancelStopsTheModelWithinASecond() {
    try (SocketClient client = open()) {
      client.chat("slow");
      client.next("text");

      client.cancel();

      assertThat(SocketClient.types(client.until("cancelled"))).doesNotContain("done");
      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
      client.chat("hello");
      assertThat(SocketClient.text(client.until("done"))).isEqualTo("Hello world");
    }
  }

  @Test
  void cancelWithNothingRunningIsAnsweredTheSame() {
    try (SocketClient client = open()) {
      client.cancel();

      assertThat(client.next()).isEqualTo(new JsonObject().put("type", "cancelled"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400 | line 1",
        "[] | 400 | JSON object",
        "{} x | 400 | line 1",
        "{} | 422 | /type must be 'chat' or 'cancel'",
        "{\"type\":\"stop\"} | 422 | /type",
        "{\"type\":7} | 422 | /type",
        "{\"type\":\"chat\"} | 422 | /message must not be blank",
        "{\"type\":\"chat\",\"message\":\" \"} | 422 | /message must not be blank",
        "{\"type\":\"chat\",\"message\":7} | 422 | /message must be a text",
        "{\"type\":\"chat\",\"message\":\"x\",\"context\":7} | 422 | /context must be",
        "{\"type\":\"chat\",\"message\":\"x\",\"context\":{\"conversation_id\":\"?\"}} | 422 |"
            + " /context/conversation_id must be",
      })
  void frameThatCannotBeReadIsAnError(String frame, int status, String words) {
    try (SocketClient client = open()) {
      client.send(frame);

      JsonObject error = client.next();
      assertThat(error.getString("type")).isEqualTo("error");
      assertThat(error.getString("error")).contains(words);
      assertThat(error.getInteger("status")).isEqualTo(status);
      client.chat("hello");
      assertThat(SocketClient.text(client.until("done"))).isEqualTo("Hello world");
    }
  }

  @Test
  void messageThatIsTooLongIsAnErrorThatNamesTheField() {
    try (SocketClient client = open()) {
      client.chat("x".repeat(33 * 1024));

      JsonObject error = client.next();
      assertThat(error.getString("error")).contains("/message must be at most 32768 bytes");
      assertThat(error.getJsonArray("errors").getJsonObject(0).getString("pointer"))
          .isEqualTo("/message");
    }
  }

  @Test
  void binaryFrameClosesTheSocket() {
    try (SocketClient client = open()) {
      client.sendBinary("{}");

      assertThat(client.closeCode()).isEqualTo(1003);
    }
  }

  @Test
  void frameOver64KibClosesTheSocketAndStopsWhatRuns() {
    try (SocketClient client = open()) {
      client.chat("slow");
      client.next("text");
      client.chat("x".repeat(70 * 1024));

      assertThat(client.closeCode()).isEqualTo(1009);
      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
    }
  }

  @Test
  void textThatIsNoUtf8ClosesTheSocket() throws IOException {
    try (SseClient client = handshake()) {
      client.send(frame(0x81, new byte[] {'"', (byte) 0xc3, '"'}));

      assertThat(closeCode(client)).isEqualTo(1007);
    }
  }

  @Test
  void frameOver64KibIsToldTheReason() throws IOException {
    try (SseClient client = handshake()) {
      byte[] head = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0};
      client.send(head); // 65,537 bytes, of which none has to come

      assertThat(closeCode(client)).isEqualTo(1009);
    }
  }

  @Test
  void frameWithoutMaskClosesTheSocket() throws IOException {
    try (SseClient client = handshake()) {
      client.send(new byte[] {(byte) 0x81, 2, '{', '}'});

      assertThat(closeCode(client)).isEqualTo(1002);
    }
  }

  @Test
  void messageInParts() throws IOException {
    byte[] text = "{\"type\":\"cancel\"}".getBytes(StandardCharsets.UTF_8);
    try (SseClient client = handshake()) {
      client.send(frame(0x01, java.util.Arrays.copyOf(text, 5)));
      client.send(frame(0x80, java.util.Arrays.copyOfRange(text, 5, text.length)));

      client.readUntil("{\"type\":\"cancelled\"}");
    }
  }

  @Test
  void partsOver64KibCloseTheSocket() throws IOException {
    byte[] part = "x".repeat(40 * 1024).getBytes(StandardCharsets.UTF_8);
    try (SseClient client = handshake()) {
      client.send(frame(0x01, part));
      client.send(frame(0x80, part));

      assertThat(closeCode(client)).isEqualTo(1009);
    }
  }

  @Test
  void socketThatIsClosedStopsTheModel() {
    try (SocketClient client = open()) {
      client.chat("slow");
      client.next("text");
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
  }

  @Test
  void socketThatIsLostStopsTheModelBeforeItsFirstTokenToo() throws IOException {
    try (SseClient client = handshake()) {
      client.send(frame(0x81, "{\"type\":\"chat\",\"message\":\"scenario:never\"}"));
      client.readUntil("\"intent\"");
      await().until(() -> TestingUpstream.OPEN.get() == 1);
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
  }

  @Test
  void chatIsListedAndCancelledAsAnyStream() {
    try (SocketClient client = open()) {
      client.chat("slow");
      String id = client.next("intent").getString("stream_id");

      given()
          .get("/api/v1/streams")
          .then()
          .body("streams[0].stream_id", is(id))
          .body("streams[0].operation", is("ws-chat"));
      given().post("/api/v1/streams/" + id + "/cancel").then().statusCode(200);

      client.next("cancelled");
    }
  }

  @ParameterizedTest
  @CsvSource({"refused, (429)", "cut, broke off", "never, sent no first token"})
  void failureOfTheModelIsAnErrorAndTheSocketLives(String scenario, String cause) {
    try (SocketClient client = open()) {
      client.send(
          new JsonObject()
              .put("type", "chat")
              .put("message", "scenario:" + scenario)
              .put("provider", "brief")
              .encode());

      JsonObject error = client.next("error");
      assertThat(error.getString("error")).contains(cause).doesNotContain(TestingUpstream.KEY);
      assertThat(error.containsKey("status")).isFalse();
      client.chat("hello");
      assertThat(SocketClient.types(client.until("done")).getFirst()).isEqualTo("intent");
    }
  }

  @Test
  void clientThatStopsReadingStopsTheModel() throws IOException {
    try (SseClient client = handshake(64 * 1024)) {
      client.send(frame(0x81, "{\"type\":\"chat\",\"message\":\"scenario:flood\"}"));
      client.readUntil("\"text\"");

      long[] seen = {-1};
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> seen[0] == (seen[0] = TestingUpstream.FLOODED.get()));
      assertThat(seen[0]).isPositive().isLessThan(BOUND);

      for (int i = 0; i < 4; i++) {
        client.socket().getInputStream().readNBytes(1024 * 1024);
      }
      await().until(() -> TestingUpstream.FLOODED.get() > seen[0]);
    }
  }

  @Test
  void hundredMegabytesArriveWhole() {
    try (SocketClient client = open()) {
      long[] characters = {0};
      boolean[] done = {false};
      client
          .socket()
          .textMessageHandler(
              text -> {
                if (text.startsWith("{\"type\":\"text\"")) {
                  characters[0] += text.length() - "{'type':'text','content':''}".length();
                }
                done[0] |= text.equals("{\"type\":\"done\"}");
              });
      client.chat("flood");

      await().atMost(Duration.ofSeconds(60)).until(() -> done[0]);
      assertThat(characters[0] % 1024).isZero();
      assertThat(characters[0]).isGreaterThan(90L * 1000 * 1000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "no%20blanks", "größe", "a%2Fb"})
  void idThatIsNoneIsRefused(String id) {
    String path = "/ws/" + id.replace("ö", "%C3%B6").replace("ß", "%C3%9F");

    assertThat(SocketClient.refusal(vertx, SocketClient.options(base, path))).isEqualTo(404);
  }

  @Test
  void idMayHave128Characters() {
    try (SocketClient client = SocketClient.open(vertx, base, "a.B_9:-".repeat(18) + "zz")) {
      client.chat("hello");
      client.next("done");
    }
    assertThat(SocketClient.refusal(vertx, SocketClient.options(base, "/ws/" + "a".repeat(129))))
        .isEqualTo(404);
  }

  @Test
  void plainRequestIsToldWhatThisIs() {
    given()
        .get("/ws/client-1")
        .then()
        .statusCode(426)
        .contentType("application/problem+json")
        .header("Upgrade", "websocket")
        .body("detail", containsString("WebSocket"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws/..", "/ws/../", "/ws/%2e%2e", "/ws/../a", "/ws/../q/zz"})
  void pathThatLeadsElsewhereIsNoSocket(String path) {
    RawHttp.Answer answer = new RawHttp(base).send("GET", path, List.of(), new byte[0]);

    assertThat(answer.status()).isIn(200, 404);
    assertThat(answer.header("Upgrade")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"//ws/a", "/%77s/a", "/x/../ws/a"})
  void originIsLookedAtHoweverThePathIsWritten(String path) throws IOException {
    assertThat(handshakeAnswer(path, "Origin: http://evil.example")).startsWith("HTTP/1.1 403 ");
    assertThat(handshakeAnswer(path, "X-Other: none")).startsWith("HTTP/1.1 101 ");
  }

  private String handshakeAnswer(String path, String header) throws IOException {
    try (SseClient client = SseClient.connect(base, 0)) {
      client.send(
          SseClient.head(
              "GET",
              path,
              0,
              header,
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      return client.readUntil("\r\n\r\n");
    }
  }

  static List<String> foreignOrigins() {
    return List.of(
        "http://evil.example", "https://127.0.0.1.evil.example", "null", "http://localhost:1");
  }

  @ParameterizedTest
  @MethodSource("foreignOrigins")
  void pageOfAnotherOriginIsRefused(String origin) {
    assertThat(
            SocketClient.refusal(
                vertx, SocketClient.options(base, "/ws/page").addHeader("Origin", origin)))
        .isEqualTo(403);
  }

  @Test
  void pageOfThisOriginIsNot() {
    String origin = "http://" + base.getHost() + ":" + base.getPort();
    try (SocketClient client =
        SocketClient.open(
            vertx, SocketClient.options(base, "/ws/page").addHeader("Origin", origin))) {
      client.cancel();
      client.next("cancelled");
    }
  }

  private SseClient handshake() throws IOException {
    return handshake(0);
  }

  private SseClient handshake(int receiveBuffer) throws IOException {
    SseClient client = SseClient.connect(base, receiveBuffer);
    client.send(
        SseClient.head(
            "GET",
            "/ws/raw",
            0,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
    return client;
  }

  private static byte[] frame(int first, String text) {
    return frame(first, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Masked with zeros, as it may be.
  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  /// Of a close frame that is the first one to come.
  private static int closeCode(SseClient client) throws IOException {
    InputStream in = client.socket().getInputStream();
    assertThat(in.read()).as("a close frame").isEqualTo(0x88);
    assertThat(in.read()).isGreaterThanOrEqualTo(2);
    return in.read() << 8 | in.read();
  }
}
