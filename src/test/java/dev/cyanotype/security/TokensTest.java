package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.RawHttp;
import dev.cyanotype.RawHttp.Answer;
import dev.cyanotype.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The service with an issuer of tokens configured, and a key beside it.
@QuarkusTest
@TestProfile(TokensTest.WithIssuer.class)
@QuarkusTestResource(value = TestingIssuer.class, restrictToAnnotatedClass = true)
class TokensTest {

  static final String KEY = "writer-0123456789abcdef";

  public static class WithIssuer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "cyanotype.api-keys",
          "writer:" + KEY,
          "cyanotype.oidc.roles.read",
          "cyanotype:read,viewers",
          "quarkus.oidc.token.forced-jwk-refresh-interval",
          "0S");
    }
  }

  private static final String CHAT = "/api/v1/conversation/chat";
  private static final byte[] BODY = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

  @TestHTTPResource URI base;

  TestingIssuer issuer;

  private Answer chat(String... headers) {
    return new RawHttp(base).send("POST", CHAT, List.of(headers), BODY);
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  private static JsonObject problem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    return new JsonObject(answer.body());
  }

  @Test
  void tokenOpensWhatItIsGoodFor() {
    assertThat(chat(bearer(issuer.token("ann", "write"))).status()).isEqualTo(200);
    assertThat(chat("authorization: bEARER  " + issuer.token("ann", "read", "write")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"groups\": [\"x\", \"cyanotype:write\"]}",
        "{\"roles\": [\"cyanotype:write\"]}",
        "{\"realm_access\": {\"roles\": [\"cyanotype:write\"]}}",
        "{\"scope\": \"openid cyanotype:write profile\"}",
        "{\"scp\": [\"cyanotype:write\"]}",
      })
  void rolesStandWhereIssuersPutThem(String claims) {
    JsonObject all = issuer.claims("ann").mergeIn(new JsonObject(claims));

    assertThat(chat(bearer(issuer.token(all))).status()).isEqualTo(200);
  }

  @Test
  void tokenWithoutTheRoleIsForbidden() {
    Answer answer = chat(bearer(issuer.token("ann", "read", "deploy")));

    assertThat(problem(answer, 403).getString("detail"))
        .isEqualTo("The token lacks the role 'write'.");
    assertThat(answer.header("WWW-Authenticate").orElseThrow())
        .endsWith("error=\"insufficient_scope\", scope=\"write\"");
    problem(chat(bearer(issuer.token(issuer.claims("ann").put("groups", "write")))), 403);
    problem(chat(bearer(issuer.token(issuer.claims("ann").put("groups", 7)))), 403);
  }

  @Test
  void issuersOwnNameOfARoleCounts() {
    String token = issuer.token(issuer.claims("ann").put("groups", new JsonArray().add("viewers")));
    RawHttp http = new RawHttp(base);

    Answer streams = http.send("GET", "/api/v1/streams", List.of(bearer(token)), new byte[0]);
    assertThat(streams.status()).isEqualTo(200);
    problem(chat(bearer(token)), 403);
  }

  @Test
  void tokenThatIsNotValidIsRefusedWithItsReason() {
    long now = Instant.now().getEpochSecond();
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(issuer.token(full().put("exp", now - 60)), "it has expired");
    reasons.put(issuer.token(full().put("iss", "https://evil.example")), "it is of another issuer");
    reasons.put(issuer.token(without("iss")), "it is of another issuer");
    reasons.put(issuer.token(full().put("aud", "shop")), "it is meant for another audience");
    reasons.put(issuer.token(without("aud")), "it is meant for another audience");
    for (String token : forged(now)) {
      reasons.put(token, "its signature or its content is wrong");
    }
    reasons.put(issuer.token(without("sub")), "no subject");
    reasons.forEach(
        (token, reason) -> {
          Answer answer = chat(bearer(token));
          problem(answer, 401);
          assertThat(answer.header("WWW-Authenticate"))
              .as(token)
              .hasValue(
                  "Bearer realm=\"cyanotype\", error=\"invalid_token\", error_description=\""
                      + reason
                      + "\"");
          assertThat(answer.toString()).doesNotContain(token);
        });
  }

  private JsonObject full() {
    return issuer.claims("ann").put("groups", new JsonArray().add("cyanotype:write"));
  }

  private JsonObject without(String claim) {
    JsonObject claims = full();
    claims.remove(claim);
    return claims;
  }

  private List<String> forged(long now) {
    String valid = issuer.token(full());
    String[] parts = valid.split("\\.");
    var stranger = TestingIssuer.pair();
    String ofStranger =
        TestingIssuer.token(issuer.header().encode(), full(), stranger.getPrivate());
    return List.of(
        issuer.unsigned(full()),
        issuer.signedByThePublicKey(full()),
        ofStranger,
        TestingIssuer.token(
            issuer.header().put("kid", "unknown").encode(), full(), issuer.privateKey()),
        TestingIssuer.token(
            issuer.header().put("kid", "../../jwks?x='\"").encode(), full(), issuer.privateKey()),
        parts[0] + "." + TestingIssuer.encoded(full().put("sub", "root").encode()) + "." + parts[2],
        parts[0] + "." + parts[1] + ".",
        valid + "AAAA",
        issuer.token(without("exp")),
        issuer.token(full().put("nbf", now + 3600)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b.c",
        "eyJhbGciOiJub25lIn0.e30.",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA",
        "W10.W10.W10",
        "....",
        "-.-.-",
        "_.e30.",
      })
  void garbageIsRefused(String token) {
    Answer answer = chat(bearer(token));

    problem(answer, 401);
    assertThat(answer.header("WWW-Authenticate").orElseThrow()).contains("invalid_token");
  }

  @Test
  void headerOfGreatDepthIsRefused() {
    String depth = TestingIssuer.encoded("{\"alg\":" + "[".repeat(5000));
    String payload = TestingIssuer.encoded("{\"a\":".repeat(1500));

    problem(chat(bearer(depth + ".e30.AAAA")), 401);
    problem(
        chat(bearer(TestingIssuer.encoded(issuer.header().encode()) + "." + payload + ".AA")), 401);
  }

  @Test
  void longTokenIsNotLookedAt() {
    String padding = "x".repeat(Tokens.MAX_LENGTH);

    assertThat(chat(bearer(issuer.token(full().put("padding", padding)))).status())
        .isIn(400, 401, 431);
    assertThat(chat(bearer(issuer.token(full().put("padding", "x".repeat(6000))))).status())
        .isEqualTo(200);
  }

  @Test
  void keysGoOnWorkingBeside() {
    assertThat(chat("X-API-Key: " + KEY).status()).isEqualTo(200);
    assertThat(chat(bearer(KEY)).status()).isEqualTo(200);
    assertThat(problem(chat(bearer(KEY + "x")), 401).getString("detail")).contains("token");
    assertThat(problem(chat(), 401).getString("detail")).contains("X-API-Key", "token");
  }

  @Test
  void severalAtOnceAreRefused() {
    String token = issuer.token(full());

    problem(chat(bearer(token), "X-API-Key: " + KEY), 401);
    problem(chat(bearer(token), bearer(KEY)), 401);
    problem(chat(bearer(token), bearer(issuer.token("bob", "write"))), 401);
    problem(chat(bearer("a.b.c"), bearer(token)), 401);
    problem(chat(bearer(token + ", Bearer " + token)), 401);
  }

  @Test
  void tokenIsTakenFromItsHeaderOnly() {
    String token = issuer.token(full());

    problem(chat("X-API-Key: " + token), 401);
    problem(chat("Cookie: q_session=" + token), 401);
    problem(chat("Authorization: DPoP " + token), 401);
    RawHttp http = new RawHttp(base);
    problem(http.send("POST", CHAT + "?access_token=" + token, List.of(), BODY), 401);
    problem(http.send("POST", CHAT + "?token=" + token, List.of(), BODY), 401);
  }

  @Test
  void whatIsOpenIsSoWithATokenThatIsNot() {
    Answer answer =
        new RawHttp(base).send("GET", "/api/v1/templates", List.of(bearer("a.b.c")), new byte[0]);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void newKeysOfTheIssuerAreFetchedWhileTheBodyWaits() {
    int before = issuer.asked.get();
    issuer.rotate("key-" + before);

    Answer answer =
        new RawHttp(base).sendChunked("POST", CHAT, List.of(bearer(issuer.token(full()))), BODY);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(issuer.asked.get()).isGreaterThan(before);
    assertThat(chat(bearer(issuer.token(full()))).status()).isEqualTo(200);
  }

  @Test
  void streamsAndSocketsGoByTheSameRules() throws IOException {
    String token = issuer.token(full());
    try (SseClient stream =
        SseClient.post(base, "/api/v1/conversation/chat-stream", "hello", bearer(token))) {
      assertThat(stream.readToEnd()).contains("\"type\":\"done\"");
    }
    assertThat(opensSocket(token)).isTrue();
    assertThat(opensSocket(issuer.token("ann", "read"))).isFalse();
    assertThat(opensSocket("a.b.c")).isFalse();
  }

  private boolean opensSocket(String token) {
    Vertx vertx = Vertx.vertx();
    try {
      WebSocketConnectOptions options =
          new WebSocketConnectOptions()
              .setHost(base.getHost())
              .setPort(base.getPort())
              .setURI("/ws/me")
              .putHeader("Authorization", "Bearer " + token);
      return vertx
          .createWebSocketClient()
          .connect(options)
          .map((WebSocket socket) -> true)
          .otherwise(false)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void conversationsBelongToTheSubject() {
    String body = "{\"message\":\"What is a CDN?\",\"context\":{\"conversation_id\":\"one\"}}";
    new RawHttp(base)
        .send(
            "POST",
            CHAT,
            List.of(bearer(issuer.token("carol", "write"))),
            body.getBytes(StandardCharsets.UTF_8));

    assertThat(forgotten("dave")).isZero();
    assertThat(forgotten("carol")).isEqualTo(2);
  }

  private int forgotten(String subject) {
    return new JsonObject(
            new RawHttp(base)
                .send(
                    "POST",
                    "/api/v1/conversation/clear-history",
                    List.of(bearer(issuer.token(subject, "write"))),
                    "{\"conversation_id\":\"one\"}".getBytes(StandardCharsets.UTF_8))
                .body())
        .getInteger("messages_removed");
  }

  @Test
  void nothingOfATokenIsInTheMetrics() {
    String token = issuer.token("eve-the-subject", "write");
    chat(bearer(token));

    assertThat(RestAssured.get("/q/metrics").asString())
        .contains("cyanotype_access_refused_total")
        .doesNotContain("eve-the-subject", token.substring(0, 20));
  }
}
