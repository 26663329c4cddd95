package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// SIGTERM lets streams that are open come to their end, for a bounded time.
class ShutdownIT {

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
  void streamThatDoesNotEndDoesNotHoldTheServiceForLong() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            "cyanotype.llm.builtin.token-delay=10s", "quarkus.shutdown.timeout=1s")) {
      open(service.resolve("/api/v1/conversation/chat-stream")).readNBytes(100);

      service.terminate();

      assertThat(service.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static InputStream open(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }
}
