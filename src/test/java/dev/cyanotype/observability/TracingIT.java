package dev.cyanotype.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.ServiceProcess;
import dev.cyanotype.SseBody;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Traces of the packaged service, as a collector receives them.
@Execution(ExecutionMode.CONCURRENT)
class TracingIT {

  private static final String CHAT = "/api/v1/conversation/chat-stream";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private Vertx vertx;
  private HttpServer collector;

  @BeforeEach
  void startCollector() {
    vertx = Vertx.vertx();
    collector =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              received.add(
                                  request.path()
                                      + " "
                                      + body.toString(StandardCharsets.ISO_8859_1));
                              request.response().end();
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stopCollector() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private String endpoint() {
    return "http://127.0.0.1:" + collector.actualPort();
  }

  @Test
  void aStreamIsASpanWithItsFirstToken() throws IOException {
    try (ServiceProcess service =
        ServiceProcess.start(
            "otel.exporter.otlp.endpoint=" + endpoint(),
            "quarkus.otel.exporter.otlp.protocol=http/protobuf",
            "quarkus.otel.bsp.schedule.delay=50ms")) {
      SseBody.post(service.resolve(CHAT), "{\"message\":\"hello\"}");

      await()
          .untilAsserted(
              () ->
                  assertThat(String.join("\n", received))
                      .contains(
                          "/v1/traces",
                          "chat cyanotype-builtin",
                          "first_token",
                          "gen_ai.provider.name",
                          "gen_ai.usage.output_tokens"));
    }
  }
}
