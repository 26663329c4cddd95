package dev.cyanotype.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.SseBody;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What Prometheus reads after answers that went well and badly.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class ModelMetricsTest {

  @TestHTTPResource URI base;

  private void chat(String scenario) {
    chat(scenario, "openai");
  }

  private void chat(String scenario, String provider) {
    SseBody.post(
        base.resolve("/api/v1/conversation/chat-stream"),
        new JsonObject().put("message", "scenario:" + scenario).put("provider", provider).encode());
  }

  /// The sum of all samples of a metric whose labels have these, in any order.
  private static double sample(String name, String... labels) {
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + "{") && hasAll(line, labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static boolean hasAll(String line, String... labels) {
    return java.util.Arrays.stream(labels).allMatch(line::contains);
  }

  @Test
  void wholeAnswersAreTimed() {
    String[] labels = {
      "gen_ai_operation_name=\"chat\"",
      "gen_ai_provider_name=\"openai\"",
      "gen_ai_request_model=\"testing\"",
      "server_address=\"127.0.0.1\"",
      "error_type=\"\""
    };
    double answers = sample("gen_ai_client_operation_duration_seconds_count", labels);
    double first = sample("gen_ai_server_time_to_first_token_seconds_count");
    chat("hello");

    assertThat(sample("gen_ai_client_operation_duration_seconds_count", labels))
        .isEqualTo(answers + 1);
    assertThat(sample("gen_ai_server_time_to_first_token_seconds_count")).isEqualTo(first + 1);
    assertThat(sample("gen_ai_client_operation_duration_seconds_bucket", "le=\"81.92\""))
        .isPositive();
  }

  @Test
  void tokensThatTheProviderCountedAreSummed() {
    String[] output = {"gen_ai_token_type=\"output\""};
    String[] input = {"gen_ai_token_type=\"input\""};
    double outputs = sample("gen_ai_client_token_usage_sum", output);
    double inputs = sample("gen_ai_client_token_usage_sum", input);
    chat("usage");

    assertThat(sample("gen_ai_client_token_usage_sum", output) - outputs).isEqualTo(2);
    assertThat(sample("gen_ai_client_token_usage_sum", input) - inputs).isEqualTo(1);
  }

  @Test
  void failuresHaveTheirType() {
    double timeouts =
        sample("gen_ai_client_operation_duration_seconds_count", "error_type=\"timeout\"");
    chat("never", "brief");

    assertThat(sample("gen_ai_client_operation_duration_seconds_count", "error_type=\"timeout\""))
        .isEqualTo(timeouts + 1);
  }

  @Test
  void whoLeavesIsCounted() throws Exception {
    double cancelled =
        sample("gen_ai_client_operation_duration_seconds_count", "error_type=\"cancelled\"");
    try (var socket = new java.net.Socket(base.getHost(), base.getPort())) {
      String body = "{\"message\":\"scenario:slow\"}";
      socket
          .getOutputStream()
          .write(
              ("POST /api/v1/conversation/chat-stream HTTP/1.1\r\nHost: x\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(15))).isEqualTo("HTTP/1.1 200 OK");
      await().until(() -> TestingUpstream.OPEN.get() > 0);
    }

    await()
        .untilAsserted(
            () ->
                assertThat(
                        sample(
                            "gen_ai_client_operation_duration_seconds_count",
                            "error_type=\"cancelled\""))
                    .isEqualTo(cancelled + 1));
  }

  @Test
  void namesFromOutsideAreBounded() {
    BoundedNames names = new BoundedNames();
    for (int i = 0; i < BoundedNames.MAX; i++) {
      assertThat(names.bounded("model-" + i)).isEqualTo("model-" + i);
    }

    assertThat(names.bounded("one-more")).isEqualTo("_OTHER");
    assertThat(names.bounded("model-7")).isEqualTo("model-7");
  }

  @Test
  void portsFollowTheScheme() {
    assertThat(at("https://models.example/v1").serverPort()).isEqualTo(443);
    assertThat(at("http://models.example/v1").serverPort()).isEqualTo(80);
    assertThat(at("http://models.example:8080/v1").serverPort()).isEqualTo(8080);
  }

  private static ModelOperation at(String uri) {
    return new ModelOperation(
        "p", "m", Optional.of(URI.create(uri)), Optional.empty(), Optional.empty());
  }
}
