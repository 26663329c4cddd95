package dev.cyanotype.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.RawHttp;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Limits as clients meet them. Every test is a caller of its own, by its key.
@QuarkusTest
@TestProfile(LimitedRequestsTest.Limited.class)
@WithTestResource(TestingUpstream.class)
class LimitedRequestsTest {

  public static class Limited implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      StringBuilder keys = new StringBuilder();
      for (char name = 'a'; name <= 'm'; name++) {
        keys.append(name).append(':').append(secret(name)).append(',');
      }
      return Map.ofEntries(
          Map.entry("cyanotype.api-keys", keys.toString()),
          Map.entry("cyanotype.ratelimit.requests-per-minute", "6"),
          Map.entry("cyanotype.ratelimit.keys.e.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.keys.f.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.keys.g.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.keys.h.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.keys.i.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.keys.j.requests-per-minute", "1000000"),
          Map.entry("cyanotype.ratelimit.concurrent", "4"),
          Map.entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
          Map.entry("quarkus.http.proxy.allow-x-forwarded", "true"),
          // Quarkus waits for a request that became a WebSocket, also when that is closed.
          Map.entry("quarkus.shutdown.timeout", "1s"));
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(TestingTime.class, TestingSocket.class);
    }
  }

  private static final String CHAT = "/api/v1/conversation/chat";
  private static final String STREAM = "/api/v1/conversation/chat-stream";

  @Inject TestingTime time;

  @TestHTTPResource URI base;

  private static String secret(char name) {
    return String.valueOf(name).repeat(20);
  }

  private static String key(char name) {
    return "X-API-Key: " + secret(name);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(metric("cyanotype_ratelimit_concurrent")).isZero();
              assertThat(metric("cyanotype_streams_live")).isZero();
              assertThat(TestingUpstream.OPEN.get()).isZero();
            });
  }

  private static double metric(String start) {
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private RawHttp.Answer chat(String... headers) {
    return new RawHttp(base).send("POST", CHAT, List.of(headers), body("hello"));
  }

  private static byte[] body(String message) {
    return new JsonObject().put("message", message).encode().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject refused(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(429);
    assertThat(problem.getString("title")).isEqualTo("Too Many Requests");
    assertThat(answer.header("X-Request-Id")).hasValue(problem.getString("request_id"));
    return problem;
  }

  @Test
  void answersTellWhatIsLeftAndRefusalsWhenToComeAgain() {
    String policy = "\"requests\";q=6;w=60, \"concurrent\";q=4;qu=\"concurrent-requests\"";
    for (int left = 5; left >= 0; left--) {
      RawHttp.Answer answer = chat(key('a'));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("RateLimit-Policy")).hasValue(policy);
      assertThat(answer.header("RateLimit"))
          .hasValue("\"requests\";r=%d;t=%d, \"concurrent\";r=3".formatted(left, 60 - left * 10));
    }
    int calls = TestingUpstream.CALLS.size();

    RawHttp.Answer answer = chat(key('a'));

    assertThat(refused(answer).getString("detail")).contains("6 requests a minute", "in 10 s");
    assertThat(answer.header("Retry-After")).hasValue("10");
    assertThat(answer.header("RateLimit-Policy")).hasValue(policy);
    assertThat(answer.header("RateLimit")).hasValue("\"requests\";r=0;t=60");
    assertThat(TestingUpstream.CALLS.size()).isEqualTo(calls);
    time.pass(Duration.ofSeconds(10));
    assertThat(chat(key('a')).status()).isEqualTo(200);
    refused(chat(key('a')));
    assertThat(metric("cyanotype_ratelimit_refused_total{reason=\"requests\"}")).isPositive();
  }

  @Test
  void refusalOfABodyThatIsStillSentArrives() {
    for (int i = 0; i < 6; i++) {
      chat(key('b'));
    }

    refused(new RawHttp(base).sendChunked("POST", CHAT, List.of(key('b')), new byte[500_000]));
    refused(new RawHttp(base).send("POST", CHAT, List.of(key('b')), new byte[500_000]));
  }

  @Test
  void madeUpKeysAreOfTheirAddress() {
    String address = "X-Forwarded-For: 198.51.100.1";
    for (int i = 0; i < 6; i++) {
      assertThat(chat(address, "X-API-Key: made-up-" + i).status()).isEqualTo(401);
    }

    refused(chat(address, "X-API-Key: made-up-again"));
    refused(chat(address));
    assertThat(chat(address, key('c')).status()).isEqualTo(200);
    assertThat(chat("X-Forwarded-For: 198.51.100.2").status()).isEqualTo(401);
  }

  @Test
  void addressesOfOneIpv6SubnetAreOneCaller() {
    for (int i = 0; i < 6; i++) {
      chat("X-Forwarded-For: [2001:db8:1:2::" + i + "]");
    }

    refused(chat("X-Forwarded-For: [2001:db8:1:2:ffff::7]"));
    assertThat(chat("X-Forwarded-For: [2001:db8:1:3::1]").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/app.js", "/docs/", "/q/openapi", "/q/health/live", "/q/metrics", "/apis"})
  void pagesHealthAndMetricsAreNotCounted(String path) {
    for (int i = 0; i < 10; i++) {
      RawHttp.Answer answer = new RawHttp(base).send("GET", path, List.of(key('d')), new byte[0]);
      assertThat(answer.status()).isIn(200, 404);
      assertThat(answer.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }
    assertThat(chat(key('d')).header("RateLimit")).isPresent();
    time.pass(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/templates", "/api/nothing", "/chat/nothing", "/ws/nothing", "/v1/models"})
  void everyCallOfTheApiIsCounted(String path) {
    RawHttp.Answer answer = new RawHttp(base).send("GET", path, List.of(key('d')), new byte[0]);

    assertThat(answer.header("RateLimit")).isPresent();
    time.pass(Duration.ofMinutes(1));
  }

  @Test
  void streamsAtOnceAreLimitedAndTheNextIsTakenWhenOneEnds() throws IOException {
    List<Socket> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.add(streaming('e', "scenario:slow"));
    }
    await().until(() -> TestingUpstream.OPEN.get() == 4);
    int calls = TestingUpstream.CALLS.size();

    RawHttp.Answer answer = chat(key('e'));

    assertThat(refused(answer).getString("detail")).contains("4 requests open");
    assertThat(answer.header("Retry-After")).hasValue("1");
    assertThat(answer.header("RateLimit").orElseThrow()).endsWith("\"concurrent\";r=0");
    assertThat(TestingUpstream.CALLS.size()).isEqualTo(calls);
    assertThat(chat(key('c')).status()).isEqualTo(200);
    for (String path : List.of("/api/v1/templates", "/api/v1/streams")) {
      assertThat(new RawHttp(base).send("GET", path, List.of(key('e')), new byte[0]).status())
          .isEqualTo(200);
    }
    cancelOne('e');
    await().untilAsserted(() -> assertThat(chat(key('e')).status()).isEqualTo(200));
    for (Socket stream : streams) {
      stream.close();
    }
  }

  private void cancelOne(char key) {
    RawHttp http = new RawHttp(base);
    String id =
        new JsonObject(http.send("GET", "/api/v1/streams", List.of(key(key)), new byte[0]).body())
            .getJsonArray("streams")
            .getJsonObject(0)
            .getString("stream_id");
    String cancel = "/api/v1/streams/" + id + "/cancel";
    assertThat(http.send("POST", cancel, List.of(key(key)), new byte[0]).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scenario:slow", "scenario:never", "scenario:silent"})
  void asManyAbortedStreamsAsAreAllowedLeaveTheNextRequestFree(String scenario) throws IOException {
    for (int round = 0; round < 3; round++) {
      List<Socket> streams = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        streams.add(streaming('f', scenario));
      }
      for (Socket stream : streams) {
        stream.close();
      }
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(chat(key('f')).status()).isEqualTo(200));
      await().untilAsserted(() -> assertThat(metric("cyanotype_ratelimit_concurrent")).isZero());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scenario:hello",
        "scenario:cut",
        "scenario:refused",
        "scenario:error-in-200",
      })
  void streamsThatEndLeaveTheNextRequestFree(String scenario) {
    for (int i = 0; i < 5; i++) {
      RawHttp http = new RawHttp(base);
      assertThat(http.send("POST", STREAM, List.of(key('g')), body(scenario)).status())
          .isEqualTo(200);
    }
    for (String broken : List.of("{", "{}", "x".repeat(2_000_000))) {
      for (int i = 0; i < 5; i++) {
        RawHttp.Answer answer =
            new RawHttp(base).send("POST", STREAM, List.of(key('g')), broken.getBytes());
        assertThat(answer.status()).isIn(400, 413, 422);
      }
    }
  }

  @Test
  void requestsGivenUpAtAnyMomentLeaveNothing() throws IOException {
    for (int i = 0; i < 2000; i++) {
      byte[] request = request('h', "scenario:hello");
      try (Socket socket = new Socket(base.getHost(), base.getPort())) {
        socket.setSoLinger(i % 2 == 0, 0);
        socket.getOutputStream().write(request, 0, request.length - i % 3 * 5);
        if (i % 5 == 0) {
          socket.setSoTimeout(5);
          readSome(socket.getInputStream());
        }
      }
    }

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(metric("cyanotype_ratelimit_concurrent")).isZero());
    assertThat(chat(key('h')).status()).isEqualTo(200);
  }

  private static void readSome(InputStream in) {
    try {
      in.read();
    } catch (IOException _) {
      // nothing came in time, which is one of the moments to give up at
    }
  }

  @Test
  void streamResetOverHttp2IsReleased() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      for (int i = 0; i < 6; i++) {
        client
            .request(HttpMethod.POST, base.getPort(), base.getHost(), STREAM)
            .compose(
                request -> {
                  request.putHeader("X-API-Key", secret('i'));
                  request.putHeader("Content-Type", "application/json");
                  return request
                      .send(Buffer.buffer(body("scenario:slow")))
                      .onSuccess(response -> assertThat(response.statusCode()).isEqualTo(200))
                      .onSuccess(_ -> request.reset());
                })
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
        await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(metric("cyanotype_ratelimit_concurrent")).isZero());
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
    assertThat(chat(key('i')).status()).isEqualTo(200);
  }

  @Test
  void webSocketHoldsItsSlotUntilItCloses() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sockets.add(webSocket('j'));
    }
    assertThat(metric("cyanotype_ratelimit_concurrent")).isEqualTo(4);
    refused(chat(key('j')));

    for (Socket socket : sockets) {
      socket.close();
    }

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(chat(key('j')).status()).isEqualTo(200));
  }

  private Socket webSocket(char key) throws IOException {
    String head =
        """
        GET /ws/testing HTTP/1.1\r
        Host: test\r
        %s\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        \r
        """
            .formatted(key(key));
    return asking(head.getBytes(StandardCharsets.US_ASCII), "HTTP/1.1 101", "\r\n\r\n");
  }

  private Socket streaming(char key, String message) throws IOException {
    return asking(request(key, message), "HTTP/1.1 200", "\"intent\"");
  }

  /// @return when the answer has come to `end`
  private Socket asking(byte[] request, String start, String end) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(request);
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int b = socket.getInputStream().read();
      assertThat(b).as(read.toString()).isNotNegative();
      read.append((char) b);
    }
    assertThat(read).startsWith(start);
    return socket;
  }

  private static byte[] request(char key, String message) {
    String body = new String(body(message), StandardCharsets.US_ASCII);
    return """
        POST %s HTTP/1.1\r
        Host: test\r
        %s\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(STREAM, key(key), body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
