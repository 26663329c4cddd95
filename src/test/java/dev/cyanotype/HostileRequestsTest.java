package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that sends what it should not. Whatever it is, the answer is a problem that says so,
/// and never tells how the service is made.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class HostileRequestsTest {

  private static final String CONVERSATION = "/api/v1/conversation";
  private static final String CHAT = CONVERSATION + "/chat";
  private static final String AUDIT = CONVERSATION + "/security-audit";
  private static final String CUSTOMIZE = "/api/v1/templates/ha-web-app/customize";
  private static final List<String> JSON = List.of("Content-Type: application/json");
  private static final List<String> INTERNALS =
      List.of(
          "dev.cyanotype",
          "java.",
          "jakarta.",
          "com.fasterxml",
          "io.quarkus",
          "org.jboss",
          "Exception",
          "\\tat ",
          "snakeyaml");
  private static final int MAX_MESSAGE_BYTES = 32 * 1024;

  @TestHTTPResource URI base;

  private RawHttp http() {
    return new RawHttp(base);
  }

  private RawHttp.Answer post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  private RawHttp.Answer post(String path, byte[] body) {
    return http().send("POST", path, JSON, body);
  }

  private static JsonObject problem(RawHttp.Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type").orElse("").split(";")[0])
        .as(answer.toString())
        .isEqualTo("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("type")).isEqualTo("about:blank");
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(answer.header("X-Request-Id")).hasValue(problem.getString("request_id"));
    assertThat(answer.body()).doesNotContain(INTERNALS);
    return problem;
  }

  private static String pointer(JsonObject problem) {
    return problem.getJsonArray("errors").getJsonObject(0).getString("pointer");
  }

  static Stream<String> endpoints() {
    return Stream.concat(conversationEndpoints(), Stream.of(CUSTOMIZE));
  }

  static Stream<String> conversationEndpoints() {
    return Stream.of(
            "chat",
            "chat-stream",
            "generate-blueprint",
            "generate-blueprint-stream",
            "describe-blueprint",
            "suggest-improvements",
            "resource-sizing",
            "security-audit",
            "clear-history")
        .map(name -> CONVERSATION + "/" + name);
  }

  static Stream<Arguments> unreadable() {
    List<String> bodies =
        List.of(
            "{\"message\":",
            "{message: 'x'}",
            "not json",
            "[]",
            "[{}]",
            "\"text\"",
            "5",
            "true",
            "{} {}",
            "{\"a\":1}]",
            "\u0000",
            "{\"message\":\"\u0000\"}",
            "{\"message\":\"a\nb\"}",
            "<xml/>",
            "message=x");
    return endpoints().flatMap(path -> bodies.stream().map(body -> arguments(path, body)));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void whatIsNoJsonObjectIsABadRequest(String path, String body) {
    problem(post(path, body), 400);
  }

  @ParameterizedTest
  @MethodSource("conversationEndpoints")
  void bodiesOfNothingAreRefused(String path) {
    for (String body : List.of("", " ", "null")) {
      RawHttp.Answer answer = post(path, body);
      assertThat(answer.status()).as(body).isIn(400, 422);
      problem(answer, answer.status());
    }
  }

  @ParameterizedTest
  @MethodSource("conversationEndpoints")
  void emptyObjectsLackWhatIsRequired(String path) {
    problem(post(path, "{}"), 422);
  }

  @Test
  void customisationMayBeEmpty() {
    assertThat(post(CUSTOMIZE, "").status()).isEqualTo(200);
    assertThat(post(CUSTOMIZE, "{}").status()).isEqualTo(200);
    assertThat(post(CUSTOMIZE, "null").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void jsonOfEndlessDepthIsRefused(String path) {
    problem(post(path, "[".repeat(10_000)), 400);
    problem(post(path, "{\"a\":".repeat(10_000)), 400);
    problem(post(path, "{\"name\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"), 400);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void bytesThatAreNotUtf8AreRefused(String path) {
    for (String bytes : List.of("\u00ff", "\u00c3(", "\u00ff\u00fe", "\u00e2(", "\u00f8")) {
      byte[] body = ("{\"message\":\"" + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1);
      RawHttp.Answer answer = post(path, body);
      assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
      problem(answer, answer.status());
    }
  }

  /// Each is hung up on after a while, for all of which this waits at once.
  @Test
  void announcedLengthOverTheLimitIsRefusedUnread() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<RawHttp.Answer>> answers = new LinkedHashMap<>();
      endpoints()
          .forEach(
              path ->
                  answers.put(
                      path, clients.submit(() -> http().announce("POST", path, 2 * 1024 * 1024))));

      for (Map.Entry<String, Future<RawHttp.Answer>> each : answers.entrySet()) {
        RawHttp.Answer answer = each.getValue().get();
        assertThat(answer.status()).as(each.getKey()).isEqualTo(413);
        problem(answer, 413);
        assertThat(answer.header("Connection").orElse(""))
            .as(each.getKey())
            .isEqualToIgnoringCase("close");
      }
    }
  }

  @Test
  void sentLengthOverTheLimitIsRefused() {
    problem(post(CHAT, "x".repeat(2 * 1024 * 1024)), 413);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void chunkedBodyOverTheLimitIsRefused(String path) {
    byte[] body = ("{\"message\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}").getBytes();

    problem(http().sendChunked("POST", path, JSON, body), 413);
  }

  @Test
  void chunkedBodyWithinTheLimitIsRead() {
    byte[] body = "{\"message\":\"hello\"}".getBytes();

    assertThat(http().sendChunked("POST", CHAT, JSON, body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, message",
    "chat-stream, message",
    "generate-blueprint, description",
    "generate-blueprint-stream, description",
    "resource-sizing, workload",
  })
  void wordsMustBeTextOfAReasonableSize(String endpoint, String field) {
    String path = CONVERSATION + "/" + endpoint;
    for (String value :
        List.of("5", "1.5", "true", "[]", "{}", "[\"x\"]", "null", "\"\"", "\" \\n\\t\"")) {
      JsonObject problem = problem(post(path, "{\"" + field + "\":" + value + "}"), 422);
      assertThat(pointer(problem)).as(value).isEqualTo("/" + field);
    }
    for (String text :
        List.of(
            "x".repeat(MAX_MESSAGE_BYTES + 1),
            "é".repeat(MAX_MESSAGE_BYTES / 2) + "x",
            "😀".repeat(MAX_MESSAGE_BYTES / 4) + "x",
            "日".repeat(MAX_MESSAGE_BYTES / 3 + 1))) {
      JsonObject problem = problem(post(path, new JsonObject().put(field, text).encode()), 422);
      assertThat(pointer(problem)).isEqualTo("/" + field);
      assertThat(problem.getString("detail")).contains("32768 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "😀"})
  void exactlyTheLimitPasses(String character) {
    int bytes = character.getBytes(StandardCharsets.UTF_8).length;
    String message = character.repeat(MAX_MESSAGE_BYTES / bytes);

    assertThat(post(CHAT, new JsonObject().put("message", message).encode()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE blueprints; --",
        "\" OR 1=1 --",
        "${jndi:ldap://x/a} {{7*7}} #{T(Runtime)} %s %n",
        "<script>alert(1)</script>",
        "../../../etc/passwd",
        "line\u2028separator \u0000 nul \u001b[2J \u202e rtl",
        "{{yaml}} {{words}} {{templates}}",
        "\ud83d\ude00 \u200b \ufeff",
      })
  void wordsThatLookLikeCodeAreWords(String words) {
    assertThat(post(CHAT, new JsonObject().put("message", words).encode()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00 x", "a\\ud83d", "\\ude00\\ud83d"})
  void halvesOfSurrogatePairsDoNotBreakTheAnswer(String escape) {
    for (String body :
        List.of(
            "{\"message\":\"scenario:echo " + escape + "\"}",
            "{\"message\":\"x\",\"context\":{\"unknown\":\"" + escape + "\"}}")) {
      assertThat(post(CHAT, body).status()).as(body).isEqualTo(200);
      RawHttp.Answer stream = post(CHAT + "-stream", body);
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.body()).endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
    }
    problem(post(AUDIT, blueprint("\"name\":\"" + escape + "\"")), 422);
    RawHttp.Answer key = post(AUDIT, blueprint("\"name\":\"x\",\"" + escape + "\":1"));
    assertThat(key.status()).isIn(400, 422);
    problem(key, key.status());
    problem(post(AUDIT, blueprint("\"name\":\"x\",\"description\":\"" + escape + "\"")), 422);
    assertThat(post(CUSTOMIZE, "{\"description\":\"" + escape + "\"}").status()).isIn(200, 422);
    problem(post(CUSTOMIZE, "{\"name\":\"" + escape + "\"}"), 422);
    problem(post(CONVERSATION + "/clear-history", "{\"conversation_id\":\"" + escape + "\"}"), 422);
  }

  private static String blueprint(String fields) {
    return "{"
        + fields
        + ",\"resources\":[{\"type\":\"compute\",\"name\":\"db\",\"provider\":\"fake\"}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe-blueprint",
        "suggest-improvements",
        "security-audit",
      })
  void blueprintsOfHostileShapeAreRefused(String endpoint) {
    String path = CONVERSATION + "/" + endpoint;
    String deep = "{\"d\":".repeat(500) + "1" + "}".repeat(500);
    problem(post(path, blueprint("\"name\":\"x\",\"metadata\":" + deep)), 422);
    problem(post(path, blueprint("\"name\":\"x\",\"metadata\":{\"n\":1e400}")), 422);
    problem(post(path, blueprint("\"name\":\"x\",\"metadata\":[]")), 422);
    problem(post(path, "{\"name\":\"x\",\"resources\":{}}"), 422);
    problem(post(path, "{\"blueprint\":5}"), 422);
    problem(post(path, "{\"blueprint\":{\"name\":[]}}"), 422);
    problem(post(path, "{\"name\":\"x\",\"resources\":[" + "{},".repeat(40_000) + "{}]}"), 422);
    problem(post(path, "{\"name\":\"x\",\"resources\":[" + "{},".repeat(60_000) + "{}]}"), 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"describe-blueprint", "suggest-improvements", "security-audit"})
  void blueprintsOfOddTextAreTaken(String endpoint) {
    String odd =
        "\\u0000 \\u001b \\u0085 \\u2028 \\ufeff !!binary | > # ' - \\n --- \\ud83d\\ude00";

    RawHttp.Answer answer =
        post(
            CONVERSATION + "/" + endpoint,
            blueprint("\"name\":\"x\",\"description\":\"" + odd + "\""));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  @Test
  void errorsStaySmallerThanTheirRequest() {
    String keys = "{\"" + "k".repeat(190) + "\":";
    String body =
        blueprint(
            "\"name\":\"x\",\"metadata\":"
                + keys.repeat(25)
                + "{\"ports\":["
                + "0,".repeat(49_000)
                + "0]}"
                + "}".repeat(25));

    RawHttp.Answer answer = post(AUDIT, body);

    assertThat(answer.body().length()).isLessThan(body.length());
  }

  @Test
  void wrongPortsUnderLongKeysAreToldAHundredTimesAtMost() {
    String keys = "{\"" + "k".repeat(190) + "\":";
    String specs = keys.repeat(25) + "{\"ports\":[" + "0,".repeat(40_000) + "0]}" + "}".repeat(25);
    String body =
        "{\"name\":\"x\",\"resources\":[{\"type\":\"compute\",\"name\":\"db\",\"provider\":\"fake\",\"specs\":"
            + specs
            + "}]}";

    JsonObject problem = problem(post(AUDIT, body), 422);

    assertThat(problem.getJsonArray("errors")).hasSize(100);
  }

  @Test
  void hugeNumbersAreNoServerError() {
    String digits = "9".repeat(5000);
    for (String number :
        List.of("1e999999999", "-1e999999999", digits, "1E+" + digits, "0.0" + digits)) {
      RawHttp.Answer message = post(CHAT, "{\"message\":" + number + "}");
      assertThat(message.status()).as(message.toString()).isIn(400, 422);
      problem(message, message.status());
      RawHttp.Answer factor = post(CUSTOMIZE, "{\"scale_factor\":" + number + "}");
      assertThat(factor.status()).as(number + factor).isIn(200, 400, 422);
      RawHttp.Answer version = post(AUDIT, blueprint("\"name\":\"x\",\"version\":" + number));
      assertThat(version.status()).as(version.toString()).isIn(400, 422);
      problem(version, version.status());
    }
  }

  @Test
  void duplicateKeysAreNoServerError() {
    assertThat(post(CHAT, "{\"message\":\"a\",\"message\":\"b\"}").status()).isIn(200, 400, 422);
    problem(post(CHAT, "{\"message\":\"a\",\"message\":5}"), 422);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, message",
    "chat-stream, message",
    "generate-blueprint, description",
    "generate-blueprint-stream, description",
  })
  void contextsAreChecked(String endpoint, String field) {
    String path = CONVERSATION + "/" + endpoint;
    String start = "{\"" + field + "\":\"hello\",\"context\":";
    for (String context : List.of("5", "\"x\"", "[]", "true")) {
      assertThat(pointer(problem(post(path, start + context + "}"), 422))).isEqualTo("/context");
    }
    for (String id :
        List.of(
            "5",
            "[]",
            "{}",
            "\"\"",
            "\"a b\"",
            "\"a\\nb\"",
            "\"../x\"",
            "\"é\"",
            "\"" + "x".repeat(129) + "\"")) {
      JsonObject problem = problem(post(path, start + "{\"conversation_id\":" + id + "}}"), 422);
      assertThat(pointer(problem)).as(id).isEqualTo("/context/conversation_id");
    }
    for (String blueprint : List.of("5", "\"x\"", "[]")) {
      JsonObject problem = problem(post(path, start + "{\"blueprint\":" + blueprint + "}}"), 422);
      assertThat(pointer(problem)).as(blueprint).isEqualTo("/context/blueprint");
    }
    JsonObject broken =
        problem(
            post(
                path,
                start
                    + "{\"blueprint\":{\"name\":\"x\",\"resources\":[{\"type\":\"vm\",\"name\":\"a\",\"provider\":\"fake\"}]}}}"),
            422);
    assertThat(pointer(broken)).isEqualTo("/context/blueprint/resources/0/type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"unknown\":[1]}",
        "{\"conversation_id\":null,\"blueprint\":null}"
      })
  void contextsOfNothingAreFine(String context) {
    assertThat(post(CHAT, "{\"message\":\"hello\",\"context\":" + context + "}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "\"a b\"", "\"\"", "[]", "null"})
  void clearedConversationsHaveAnIdOfTheSameShape(String id) {
    JsonObject problem =
        problem(post(CONVERSATION + "/clear-history", "{\"conversation_id\":" + id + "}"), 422);

    assertThat(pointer(problem)).isEqualTo("/conversation_id");
  }

  @Test
  void sizingReadsItsOtherFieldsStrictly() {
    String path = CONVERSATION + "/resource-sizing";

    assertThat(pointer(problem(post(path, "{\"workload\":\"x\",\"expected_load\":5}"), 422)))
        .isEqualTo("/expected_load");
    assertThat(pointer(problem(post(path, "{\"workload\":\"x\",\"blueprint\":5}"), 422)))
        .isEqualTo("/blueprint");
    assertThat(
            pointer(
                problem(post(path, "{\"workload\":\"x\",\"blueprint\":{\"name\":\"a\"}}"), 422)))
        .startsWith("/");
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void otherMethodsAreNotAllowed(String path) {
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
      RawHttp.Answer answer = http().send(method, path, List.of(), new byte[0]);
      problem(answer, 405);
      assertThat(answer.header("Allow").orElse("")).as(method).contains("POST");
    }
    RawHttp.Answer head = http().send("HEAD", path, List.of(), new byte[0]);
    assertThat(head.status()).isEqualTo(405);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/categories", "/ha-web-app", "/search?query=web"})
  void templatesAreOnlyRead(String path) {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      RawHttp.Answer answer =
          http().send(method, "/api/v1/templates" + path, JSON, "{}".getBytes());
      problem(answer, 405);
      assertThat(answer.header("Allow").orElse("")).contains("GET");
    }
    RawHttp.Answer head = http().send("HEAD", "/api/v1/templates" + path, List.of(), new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void optionsNameTheMethods(String path) {
    RawHttp.Answer answer = http().send("OPTIONS", path, List.of(), new byte[0]);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Allow").orElse("")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/api/v1/conversation",
        "/api/v1/conversation/nothing",
        "/api/v1/templates/nothing",
        "/api/v1/templates/ha-web-app/nothing",
        "/api/v1/templates/%00",
        "/api/v1/templates/%ED%A0%80",
        "/api/v1/templates/..%2f..%2fetc%2fpasswd",
        "/api/v1/templates/%3Cscript%3E",
        "/api/../api/v1/nothing",
        "/api",
        "/nothing",
        "/nothing/deeper",
        "/..%2f..%2fetc/passwd",
        "/WEB-INF/web.xml",
        "/application.properties",
        "/%00",
        "/.env",
      })
  void unknownPathsAreNotFound(String path) {
    problem(http().send("GET", path, List.of(), new byte[0]), 404);
    problem(http().send("GET", path, List.of("Accept: text/html"), new byte[0]), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/templates/%", "/api/v1/templates/%zz", "/%", "/%c3%28"})
  void pathsThatAreNoPathsAreNoServerError(String path) {
    RawHttp.Answer answer = http().send("GET", path, List.of(), new byte[0]);

    assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain(INTERNALS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/;", "/docs;x", "/api;/v1/templates", "/api/v1/templates;a=b"})
  void pathsWithParametersAreNotFound(String path) {
    problem(http().send("GET", path, List.of(), new byte[0]), 404);
  }

  @Test
  void requestsWithoutHostAreRefused() {
    problem(http().withoutHost("GET", "/api/v1/templates"), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?query=",
        "?query=%20",
        "",
        "?query=web&limit=0",
        "?query=web&limit=51",
        "?query=web&limit=-1",
        "?query=web&limit=x",
        "?query=web&limit=99999999999999999999",
        "?query=web&limit=1.5",
      })
  void searchesAreChecked(String query) {
    problem(http().send("GET", "/api/v1/templates/search" + query, List.of(), new byte[0]), 422);
  }

  @Test
  void searchOfHostileWordsIsNoServerError() {
    for (String words :
        List.of("%00", "%ED%A0%80", "%27%3B--", "(((((", "*", "a".repeat(500), "%F0%9F%98%80")) {
      RawHttp.Answer answer =
          http().send("GET", "/api/v1/templates/search?query=" + words, List.of(), new byte[0]);
      assertThat(answer.status()).as(answer.toString()).isIn(200, 422);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"category=nothing", "complexity=5", "category=WEB%00"})
  void filtersAreChecked(String query) {
    problem(http().send("GET", "/api/v1/templates?" + query, List.of(), new byte[0]), 422);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"scale_factor\":0}', /scale_factor",
    "'{\"scale_factor\":-1}', /scale_factor",
    "'{\"scale_factor\":101}', /scale_factor",
    "'{\"scale_factor\":NaN}', /scale_factor",
    "'{\"scale_factor\":\"2\"}', /scale_factor",
    "'{\"scale_factor\":true}', /scale_factor",
    "'{\"name\":5}', /name",
    "'{\"name\":\"a b\"}', /name",
    "'{\"name\":\"\"}', /name",
    "'{\"description\":{}}', /description",
  })
  void customisationsAreChecked(String body, String pointer) {
    assertThat(pointer(problem(post(CUSTOMIZE, body), 422))).isEqualTo(pointer);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void mediaTypesThatCannotBeSentAreNotAcceptable(String path) {
    RawHttp.Answer answer =
        http()
            .send(
                "POST",
                path,
                List.of("Content-Type: application/json", "Accept: application/xml"),
                "{\"message\":\"x\"}".getBytes());

    problem(answer, 406);
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void bodiesOfOtherTypesAreUnsupported(String path) {
    for (String type :
        List.of("text/plain", "application/xml", "multipart/form-data; boundary=x", "image/png")) {
      RawHttp.Answer answer =
          http()
              .send(
                  "POST", path, List.of("Content-Type: " + type), "{\"message\":\"x\"}".getBytes());
      problem(answer, 415);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "/", ";;;", "application/json; charset=nonsense", "a/b/c"})
  void contentTypesThatAreNoneAreNoServerError(String type) {
    RawHttp.Answer answer =
        http()
            .send("POST", CHAT, List.of("Content-Type: " + type), "{\"message\":\"x\"}".getBytes());

    assertThat(answer.status()).as(answer.toString()).isIn(200, 400, 415);
    if (answer.status() != 200) {
      problem(answer, answer.status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "/", ";;;", "*/*;q=nonsense", "a/b/c"})
  void acceptsThatAreNoneAreNoServerError(String accept) {
    RawHttp.Answer answer =
        http()
            .send(
                "POST",
                CHAT,
                List.of("Content-Type: application/json", "Accept: " + accept),
                "{\"message\":\"x\"}".getBytes());

    assertThat(answer.status()).as(answer.toString()).isIn(200, 400, 406);
    if (answer.status() != 200) {
      problem(answer, answer.status());
    }
  }

  @Test
  void bodiesOfCurlAreReadAsJson() {
    byte[] body = "{\"message\":\"hello & more=x%20y\"}".getBytes();

    assertThat(
            http()
                .send(
                    "POST", CHAT, List.of("Content-Type: application/x-www-form-urlencoded"), body)
                .status())
        .isEqualTo(200);
    assertThat(http().send("POST", CHAT, List.of(), body).status()).isEqualTo(200);
    assertThat(
            http()
                .send("POST", CHAT, List.of("Content-Type: application/json; charset=utf-8"), body)
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "<script>", "é", "\"", "a\tb", "{}", ""})
  void requestIdsThatAreNoTokensAreReplaced(String id) {
    assertThat(idOfProblem(id)).isNotEqualTo(id).matches("[0-9a-f-]{36}");
  }

  @Test
  void longRequestIdsAreReplaced() {
    assertThat(idOfProblem("x".repeat(129))).matches("[0-9a-f-]{36}");
    assertThat(idOfProblem("x".repeat(6 * 1024))).matches("[0-9a-f-]{36}");
    assertThat(idOfProblem("x".repeat(128))).isEqualTo("x".repeat(128));
    assertThat(idOfProblem("abc-123")).isEqualTo("abc-123");
  }

  @Test
  void requestIdsCannotInjectHeaders() {
    RawHttp.Answer answer =
        http().send("GET", "/nothing", List.of("X-Request-Id: a\rSet-Cookie: x=y"), new byte[0]);

    assertThat(answer.headers()).doesNotContainKey("set-cookie");
    assertThat(answer.status()).isIn(400, 404);
  }

  @Test
  void headersOverTheirLimitAreRefusedWithoutInternals() {
    RawHttp.Answer answer =
        http()
            .send(
                "GET", "/nothing", List.of("X-Request-Id: " + "x".repeat(10 * 1024)), new byte[0]);

    assertThat(answer.status()).isIn(400, 404, 431);
    assertThat(answer.header("X-Request-Id").orElse("").length()).isLessThan(200);
    assertThat(answer.body()).doesNotContain(INTERNALS);
  }

  private String idOfProblem(String id) {
    RawHttp.Answer answer =
        http().send("GET", "/nothing", List.of("X-Request-Id: " + id), new byte[0]);
    return problem(answer, 404).getString("request_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "1, 2", "99999999999999999999"})
  void lengthsThatAreNoneAreRefused(String length) {
    RawHttp.Answer answer =
        http().send("POST", CHAT, List.of("Content-Length: " + length), new byte[0]);

    assertThat(answer.status()).as(answer.toString()).isIn(400, 413);
    assertThat(answer.body()).doesNotContain(INTERNALS);
  }

  @Test
  void afterAllThisTheServiceAnswersStill() {
    for (String body : Arrays.asList("{", "[", "[".repeat(5000))) {
      post(CHAT, body);
    }

    assertThat(post(CHAT, "{\"message\":\"hello\"}").status()).isEqualTo(200);
  }
}
