package dev.cyanotype.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.cyanotype.RawHttp;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The service with keys configured, asked by those who have one and those who have not.
@QuarkusTest
@TestProfile(ApiKeysTest.WithKeys.class)
class ApiKeysTest {

  static final String WRITER = "writer-0123456789abcdef";
  static final String READER = "reader-0123456789abcdef";
  static final String SECOND = "second-0123456789abcdef";
  static final String DEPLOYER = "deployer-0123456789abcdef";

  public static class WithKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "cyanotype.api-keys",
          "writer:%s,reader:read:sha256:%s,deployer:read+deploy:%s,second:%s"
              .formatted(
                  WRITER, HexFormat.of().formatHex(ApiKey.digestOf(READER)), DEPLOYER, SECOND),
          "quarkus.http.cors.enabled",
          "true",
          "quarkus.http.cors.origins",
          "https://friend.example");
    }
  }

  private static final String JSON = "application/json";
  private static final String CHAT = "/api/v1/conversation/chat";
  private static final byte[] BODY = "{\"message\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

  private static final String DEPLOY = "/api/v1/blueprints/wanted/deploy";

  @TestHTTPResource URI base;

  @Inject DeployGuard guard;

  private RawHttp.Answer chat(String... headers) {
    return new RawHttp(base).send("POST", CHAT, List.of(headers), BODY);
  }

  private static JsonObject problem(RawHttp.Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.header("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=\"cyanotype\"");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(answer.header("X-Request-Id")).hasValue(problem.getString("request_id"));
    return problem;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-API-Key: " + WRITER,
        "x-api-key:" + WRITER,
        "X-API-Key:   " + WRITER + "  ",
        "Authorization: Bearer " + WRITER,
        "Authorization: bearer   " + WRITER,
        "authorization: BEARER " + WRITER,
      })
  void keyOpensWhatItIsGoodFor(String header) {
    assertThat(chat(header).status()).isEqualTo(200);
  }

  @Test
  void yesToAPlanTakesTheRoleToDeploy() {
    assertThat(said("deploy the simple-web-app template as a simulation"))
        .contains("Answer **yes**");

    assertThat(said("yes")).contains("lacks the role `deploy`");
  }

  private String said(String message) {
    String context = "{\"conversation_id\":\"deploying\"}";
    String body = "{\"message\":\"%s\",\"context\":%s}".formatted(message, context);
    RawHttp.Answer answer =
        new RawHttp(base)
            .send(
                "POST",
                CHAT,
                List.of("X-API-Key: " + WRITER),
                body.getBytes(StandardCharsets.UTF_8));
    return new JsonObject(answer.body()).getString("response");
  }

  @Test
  void sameKeyTwiceIsOneKey() {
    assertThat(
            chat(
                    "X-API-Key: " + WRITER,
                    "X-API-Key: " + WRITER,
                    "Authorization: Bearer " + WRITER,
                    "Authorization: Basic dXNlcjpwYXNz")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: here",
        "X-API-Key:",
        "X-API-Key:  ",
        "Authorization:",
        "Authorization: Bearer",
        "Authorization: Bearer  ",
        "Authorization: " + WRITER,
        "Authorization: Basic " + WRITER,
        "Authorization: Bearer" + WRITER,
        "Authorization: Token " + WRITER,
        "Cookie: X-API-Key=" + WRITER,
        "X_API_Key: " + WRITER,
      })
  void requestThatShowsNoKeyIsToldHowTo(String header) {
    RawHttp.Answer answer = chat(header);

    assertThat(problem(answer, 401).getString("detail")).contains("X-API-Key", "Bearer");
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer realm=\"cyanotype\"");
    assertThat(answer.body()).doesNotContain(WRITER);
  }

  static List<String> unknownKeys() {
    return List.of(
        WRITER + "x",
        WRITER.substring(1),
        WRITER.toUpperCase(Locale.ROOT),
        "writer",
        "writer:" + WRITER,
        WRITER + "," + WRITER,
        "\"" + WRITER + "\"",
        "x".repeat(512),
        "x".repeat(6000),
        "clé-0123456789-ключ",
        "\u00ff\u00fe\u0080",
        "' OR 1=1 --",
        "${cyanotype.api-keys}",
        HexFormat.of().formatHex(ApiKey.digestOf(WRITER)),
        "sha256:" + HexFormat.of().formatHex(ApiKey.digestOf(READER)));
  }

  @ParameterizedTest
  @MethodSource("unknownKeys")
  void keyThatIsNotKnownIsRefusedAndNotRepeated(String key) {
    for (String header : List.of("X-API-Key: ", "Authorization: Bearer ")) {
      RawHttp.Answer answer = chat(header + key);

      problem(answer, 401);
      assertThat(answer.header("WWW-Authenticate").orElseThrow())
          .endsWith(", error=\"invalid_token\"");
      assertThat(answer.headers().toString() + answer.body()).doesNotContain(key, WRITER);
    }
  }

  @Test
  void differentKeysAtOnceAreRefused() {
    problem(chat("X-API-Key: " + WRITER, "Authorization: Bearer " + READER), 401);
    problem(chat("X-API-Key: " + WRITER, "X-API-Key: " + READER), 401);
    problem(chat("Authorization: Bearer x", "Authorization: Bearer " + WRITER), 401);
    problem(chat("X-API-Key: x", "X-API-Key: " + WRITER), 401);
  }

  @Test
  void manyHeadersOfKeysAreRefused() {
    String[] headers =
        IntStream.range(0, 200).mapToObj(i -> "X-API-Key: k" + i).toArray(String[]::new);

    problem(chat(headers), 401);
    assertThat(chat("X-API-Key: " + WRITER).status()).isEqualTo(200);
  }

  @Test
  void keyOverTheLimitOfHeadersIsNoServerError() {
    assertThat(chat("X-API-Key: " + "x".repeat(20_000)).status()).isIn(400, 401, 431);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/conversation/chat, " + READER + ", write",
    "POST, /api/v1/conversation/chat-stream, " + DEPLOYER + ", write",
    "POST, /api/v1/conversation/generate-blueprint, " + READER + ", write",
    "POST, /api/v1/blueprints/7/deploy, " + WRITER + ", deploy",
    "POST, /nothing, " + READER + ", write",
    "GET, /chat/stream, " + READER + ", write",
    "GET, /ws/me, " + READER + ", write",
  })
  void keyWithoutTheRoleIsForbidden(String method, String path, String key, String role) {
    RawHttp.Answer answer =
        new RawHttp(base).send(method, path, List.of("X-API-Key: " + key), BODY);

    assertThat(problem(answer, 403).getString("detail")).contains("'" + role + "'");
    assertThat(answer.header("WWW-Authenticate").orElseThrow())
        .endsWith("error=\"insufficient_scope\", scope=\"" + role + "\"");
    assertThat(answer.body()).doesNotContain(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/app.js",
        "/life.js",
        "/page.js",
        "/docs/",
        "/q/openapi",
        "/q/health/ready",
        "/q/metrics",
        "/api/v1/templates",
        "/api/v1/templates/ha-web-app",
        "/api/v1/templates/search?query=web",
      })
  void whatIsOpenIsSoForEveryone(String path) {
    for (List<String> headers :
        List.of(List.<String>of(), List.of("X-API-Key: x"), List.of("X-API-Key: " + READER))) {
      assertThat(new RawHttp(base).send("GET", path, headers, new byte[0]).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/conversation/chat/",
        "//api/v1/conversation/chat",
        "/api//v1/conversation/chat",
        "/api/v1/templates/../conversation/chat",
        "/api/v1/templates/%2e%2e/conversation/chat",
        "/./api/v1/conversation/chat",
        "/%61pi/v1/conversation/chat",
        "/api/v1/%63onversation/chat",
        "/api/v1/conversation/chat?x=/api/v1/templates",
        "/API/v1/conversation/chat",
        "/api%2Fv1%2Fconversation%2Fchat",
        "/api/v1/templates/x%2Fcustomize/../../../conversation/chat",
      })
  void pathInDisguiseIsNoWayAround(String path) {
    RawHttp.Answer answer = new RawHttp(base).send("POST", path, List.of(), BODY);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api;/v1/conversation/chat",
        "/api/v1/conversation/chat;a=b",
        "/api%2Fv1%2Fconversation%2Fchat;x",
        "/api/v1/templates/x/customize;/../../../conversation/chat",
        "/api/v1/templates;x",
      })
  void pathWithParametersIsNone(String path) {
    RawHttp.Answer answer =
        new RawHttp(base).send("POST", path, List.of("X-API-Key: " + WRITER), BODY);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "DELETE", "PATCH", "BREW", "TRACE"})
  void otherMethodIsNoWayAround(String method) {
    RawHttp.Answer answer = new RawHttp(base).send(method, CHAT, List.of(), new byte[0]);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
  }

  @Test
  void bodyIsNotWaitedForBeforeARefusal() {
    RawHttp http = new RawHttp(base);

    problem(http.announce("POST", CHAT, 10_000_000), 401);
    problem(http.announce("POST", CHAT, 10), 401);
    problem(http.sendChunked("POST", CHAT, List.of(), new byte[500_000]), 401);
  }

  @Test
  void connectionIsKeptAfterARefusal() {
    for (int i = 0; i < 3; i++) {
      given().contentType(JSON).body(BODY).post(CHAT).then().statusCode(401);
      given()
          .contentType(JSON)
          .body(BODY)
          .header("X-API-Key", WRITER)
          .post(CHAT)
          .then()
          .statusCode(200);
    }
  }

  @Test
  void browserOfAnotherOriginMayReadTheRefusalAndAskBefore() {
    RawHttp http = new RawHttp(base);
    String origin = "Origin: https://friend.example";

    assertThat(chat(origin).header("Access-Control-Allow-Origin"))
        .hasValue("https://friend.example");
    RawHttp.Answer preflight =
        http.send(
            "OPTIONS",
            CHAT,
            List.of(
                origin,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: x-api-key"),
            new byte[0]);
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("Access-Control-Allow-Headers").orElse("").toLowerCase(Locale.ROOT))
        .contains("x-api-key");
  }

  @Test
  void refusalsAreCountedWithoutTheirKeys() {
    double before = refused("no_key");

    chat();
    chat("X-API-Key: guess-me-0123456789");
    chat("X-API-Key: " + READER);

    assertThat(refused("no_key")).isGreaterThanOrEqualTo(before + 1);
    assertThat(refused("unusable_key")).isPositive();
    assertThat(refused("no_role")).isPositive();
    assertThat(RestAssured.get("/q/metrics").asString())
        .doesNotContain("guess-me", WRITER, READER, DEPLOYER);
  }

  private static double refused(String reason) {
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("cyanotype_access_refused_total"))
        .filter(line -> line.contains("\"" + reason + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void conversationsOfAnotherKeyAreNotSeen() {
    String body = "{\"message\":\"What is a CDN?\",\"context\":{\"conversation_id\":\"shared\"}}";
    given().header("X-API-Key", WRITER).contentType(JSON).body(body).post(CHAT);

    assertThat(forgotten(SECOND)).isZero();
    assertThat(forgotten(WRITER)).isEqualTo(2);
  }

  private static int forgotten(String key) {
    return given()
        .header("X-API-Key", key)
        .contentType(JSON)
        .body("{\"conversation_id\":\"shared\"}")
        .post("/api/v1/conversation/clear-history")
        .path("messages_removed");
  }

  @Test
  void realEnginesTakeTheRoleFromWhereverTheCallerAsks() {
    assertThatCode(() -> guard.check(Caller.withKey("ops").with(Set.of(Role.DEPLOY))))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> guard.check(new Caller("key:writer", Set.of(Role.READ, Role.WRITE), true)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'deploy'");
  }

  private static ValidatableResponse refusals(String filter) {
    return given()
        .header("X-API-Key", READER)
        .get("/api/v1/audit?action=deployment.refused&" + filter)
        .then()
        .statusCode(200);
  }

  @Test
  void attemptToDeployWithoutTheRoleIsOnTheTrail() {
    given()
        .header("X-API-Key", READER)
        .header("X-Request-Id", "attempt-1")
        .post("/api/v1/deployments/of-somebody/cancel")
        .then()
        .statusCode(403);

    await()
        .untilAsserted(
            () ->
                refusals("target=deployment/of-somebody")
                    .body("total", is(1))
                    .body("entries[0].caller", is("key:reader"))
                    .body("entries[0].outcome", is("refused"))
                    .body("entries[0].request_id", is("attempt-1"))
                    .body(
                        "entries[0].detail",
                        is(
                            "POST /api/v1/deployments/of-somebody/cancel: The API key 'reader' lacks"
                                + " the role 'deploy'.")));
  }

  @Test
  void trailIsNotFloodedByOneCaller() {
    for (int i = 0; i < 30; i++) {
      given().header("X-API-Key", SECOND).post(DEPLOY).then().statusCode(403);
    }

    await().untilAsserted(() -> refusals("caller=key:second").body("total", is(10)));
    refusals("caller=key:second")
        .body("entries.target", everyItem(is("blueprint/wanted")))
        .body(
            "entries.detail", hasItem(endsWith("Further ones within a minute are not recorded.")));
  }

  @Test
  void nobodyElseIsOnTheTrail() {
    given().post(DEPLOY).then().statusCode(401);
    given().header("X-API-Key", "unknown-0123456789abcdef").post(DEPLOY).then().statusCode(401);
    given().header("X-API-Key", READER).post(CHAT).then().statusCode(403);
    given().header("X-API-Key", WRITER).post(DEPLOY).then().statusCode(403);

    await().untilAsserted(() -> refusals("caller=key:writer").body("total", greaterThan(0)));
    refusals("limit=100").body("entries.caller", everyItem(startsWith("key:")));
  }
}
