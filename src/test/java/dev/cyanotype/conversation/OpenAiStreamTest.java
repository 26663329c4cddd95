package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.SseBody;
import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Chats through the `openai` provider, against an endpoint that answers well and badly.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class OpenAiStreamTest {

  private static final String CHAT = "/api/v1/conversation/chat-stream";

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  private SseBody chat(String message) {
    return SseBody.post(base.resolve(CHAT), new JsonObject().put("message", message).encode());
  }

  @Test
  void bytesAreThoseThatDocumentedClientsRead() {
    SseBody body = chat("scenario:hello").isFramedExactly();

    assertThat(body.status()).isEqualTo(200);
    assertThat(body.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(body.response().headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(body.response().headers().firstValue("X-Accel-Buffering")).hasValue("no");
    assertThat(body.types()).containsExactly("intent", "text", "text", "usage", "done");
    assertThat(body.response().body())
        .contains(
            """
            data: {"type":"text","data":"Hello"}

            data: {"type":"text","data":" world"}

            data: {"type":"usage","data":{"prompt_tokens":""")
        .endsWith("}}\n\ndata: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bytewise, größe ✓ 😀 日本",
    "crlf, one two",
    "comments, kept",
    "multiline, joined",
    "nospace, tight",
    "usage, counted",
    "index1, yes",
    "finish-without-done, enough",
    "done-without-finish, enough",
    "finish-then-cut, enough",
    "hangs-after-done, said",
  })
  void wholeAnswersAreComplete(String scenario, String text) {
    SseBody body = chat("scenario:" + scenario).isFramedExactly();

    assertThat(body.text()).isEqualTo(text);
    assertThat(body.done()).isEqualTo("complete");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "neither, half an ans, broke off",
    "cut, 'cut ', broke off",
    "cut-in-character, '', broke off",
    "error-in-200, begun, overloaded",
    "length, too lo, finish_reason is length",
    "filtered, I, finish_reason is content_filter",
    "garbage, good, not JSON",
    "endless-line, '', more than 1048576 bytes",
    "not-a-stream, '', event stream",
    "refused, '', (429)",
    "failing, '', (503)",
    "unknown-model, '', The model does not exist",
    "redirect, '', not followed",
  })
  void brokenAnswersAreErrors(String scenario, String text, String cause) {
    SseBody body = chat("scenario:" + scenario).isFramedExactly();

    assertThat(body.text()).isEqualTo(text);
    assertThat(body.data("error")).singleElement().asString().contains(cause);
    assertThat(body.done()).isEqualTo("error");
    assertThat(body.response().body()).doesNotContain(TestingUpstream.KEY);
  }

  @Test
  void callAfterABrokenOneWorks() {
    chat("scenario:cut");

    assertThat(chat("scenario:hello").done()).isEqualTo("complete");
  }

  @Test
  void twoHundredConcurrentStreamsAllFinish() {
    List<CompletableFuture<SseBody>> streams =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    SseBody.postAsync(
                        base.resolve(CHAT), "{\"message\":\"scenario:echo stream-" + i + "\"}"))
            .toList();

    for (int i = 0; i < streams.size(); i++) {
      SseBody body = streams.get(i).join();
      assertThat(body.done()).isEqualTo("complete");
      assertThat(body.text()).isEqualTo("scenario:echo stream-" + i);
    }
  }

  @Test
  void connectionsAreKeptAndNoneOfThemLosesAStream() {
    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<SseBody>> streams =
          IntStream.range(0, 32)
              .mapToObj(
                  _ -> SseBody.postAsync(base.resolve(CHAT), "{\"message\":\"scenario:hello\"}"))
              .toList();
      assertThat(streams).allMatch(stream -> stream.join().done().equals("complete"));
    }
  }

  @Test
  void firstByteLeavesBeforeTheModelHasAnswered() throws IOException {
    try (Socket client = open("scenario:never")) {
      String head = readUntil(client.getInputStream(), "\n\n");

      assertThat(head).contains("data: {\"type\":\"intent\"");
      assertThat(TestingUpstream.OPEN.get()).isLessThanOrEqualTo(1);
    }
  }

  /// The quickest of three, since a machine that stalls says nothing about the service.
  @Test
  void disconnectClosesTheCallToTheModelWithinASecond() throws IOException {
    List<Duration> taken = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Socket client = open("scenario:slow");
      readUntil(client.getInputStream(), "first");
      assertThat(TestingUpstream.OPEN.get()).isEqualTo(1);
      long left = System.nanoTime();

      client.close();

      await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
      taken.add(Duration.ofNanos(System.nanoTime() - left));
    }
    assertThat(Collections.min(taken)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void disconnectBeforeTheFirstTokenClosesTheCallToo() throws IOException {
    Socket client = open("scenario:never");
    readUntil(client.getInputStream(), "\"intent\"");
    await().until(() -> TestingUpstream.OPEN.get() == 1);

    client.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> TestingUpstream.OPEN.get() == 0);
  }

  @Test
  void conversationIsRememberedByItsIdOnly() {
    String first = "{\"message\":\"scenario:turns a\",\"context\":{\"conversation_id\":\"m-1\"}}";
    String other = "{\"message\":\"scenario:turns b\",\"context\":{\"conversation_id\":\"m-2\"}}";

    assertThat(SseBody.post(base.resolve(CHAT), first).text()).isEqualTo("2");
    assertThat(SseBody.post(base.resolve(CHAT), first).text()).isEqualTo("4");
    assertThat(SseBody.post(base.resolve(CHAT), other).text()).isEqualTo("2");
    RestAssured.given()
        .body("{\"conversation_id\":\"m-1\"}")
        .contentType("application/json")
        .post("/api/v1/conversation/clear-history")
        .then()
        .statusCode(200)
        .body("messages_removed", org.hamcrest.Matchers.is(4));
    assertThat(SseBody.post(base.resolve(CHAT), first).text()).isEqualTo("2");
  }

  @Test
  void memoryIsBounded() {
    String message = "{\"message\":\"scenario:turns\",\"context\":{\"conversation_id\":\"long\"}}";
    String last = "";
    for (int i = 0; i < 15; i++) {
      last = SseBody.post(base.resolve(CHAT), message).text();
    }

    assertThat(last).isEqualTo("22"); // the system prompt, 20 remembered, this one
  }

  private Socket open(String message) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(10_000);
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(CHAT, body.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return socket;
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int b = in.read();
      assertThat(b).as("the stream ended after: " + read).isNotNegative();
      read.append((char) b);
    }
    return read.toString();
  }
}
