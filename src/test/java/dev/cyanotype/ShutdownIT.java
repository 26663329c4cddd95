package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// SIGTERM lets streams that are open come to their end, for a bounded time.
@Execution(ExecutionMode.CONCURRENT)
class ShutdownIT {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String MESSAGE = "{\"message\":\"what is a load balancer?\"}";

  @Test
  void openStreamEndsWhole() throws Exception {
    try (ServiceProcess service = ServiceProcess.start("cyanotype.llm.builtin.token-delay=20ms")) {
      InputStream stream = open(service.resolve("/api/v1/conversation/chat-stream"));
      String begun = new String(stream.readNBytes(100), StandardCharsets.UTF_8);

      service.terminate();

      String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(begun).startsWith("data: {\"type\":\"intent\"");
      assertThat(rest).endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void readinessGoesDownAndNothingNewBeginsWhileAStreamEnds() throws Exception {
    try (ServiceProcess service = ServiceProcess.start("cyanotype.llm.builtin.token-delay=50ms")) {
      InputStream stream = open(service.resolve("/api/v1/conversation/chat-stream"));
      stream.readNBytes(100);

      service.terminate();

      await().until(() -> get(service.resolve("/q/health/ready")).statusCode() == 503);
      isRefused(post(service.resolve("/api/v1/conversation/chat-stream")));
      isRefused(post(service.resolve("/api/v1/conversation/chat")));
      assertThat(get(service.resolve("/q/health/live")).statusCode()).isEqualTo(200);
      String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).endsWith("data: {\"type\":\"done\",\"data\":\"complete\"}\n\n");
      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void isRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    assertThat(answer.body()).contains("The service is shutting down.");
  }

  @Test
  void streamThatDoesNotEndIsEndedInTime() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            "cyanotype.llm.builtin.token-delay=20s", "quarkus.shutdown.timeout=2s")) {
      InputStream stream = open(service.resolve("/api/v1/conversation/chat-stream"));
      stream.readNBytes(100);

      service.terminate();

      String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest)
          .endsWith(
              """
              data: {"type":"error","data":"The service is shutting down."}

              data: {"type":"done","data":"error"}

              """);
      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(request(uri), HttpResponse.BodyHandlers.ofString());
  }

  private static InputStream open(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(request(uri), HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
        .build();
  }
}
