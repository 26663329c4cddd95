package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.ServiceProcess;
import dev.cyanotype.SseClient;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// WebSockets of a service that goes down: the one that is idle is closed at once, the other when
/// its chat has ended, and nothing waits for either.
@Execution(ExecutionMode.CONCURRENT)
class SocketShutdownIT {

  private static final String CHAT =
      "{\"type\":\"chat\",\"message\":\"I need a high-availability web application\"}";

  @Test
  void socketsAreClosedWhenTheServiceGoesDown() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ServiceProcess service = ServiceProcess.start("cyanotype.llm.builtin.token-delay=5ms");
        SocketClient idle = SocketClient.open(vertx, service.resolve("/"), "idle");
        SocketClient busy = SocketClient.open(vertx, service.resolve("/"), "busy")) {
      busy.send(CHAT);
      busy.next("text");

      service.terminate();

      assertThat(idle.closeCode()).isEqualTo(1001);
      assertThat(busy.socket().isClosed()).isFalse();
      busy.next("done");
      assertThat(busy.closeCode()).isEqualTo(1001);
      assertThat(service.process().onExit().get(10, TimeUnit.SECONDS)).isNotNull();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void clientThatDoesNotAnswerTheCloseIsNotWaitedFor(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("service.log");
    try (ServiceProcess service =
            ServiceProcess.start("quarkus.log.file.enabled=true", "quarkus.log.file.path=" + log);
        SseClient silent = SseClient.connect(service.resolve("/"), 0)) {
      silent.send(
          SseClient.head(
              "GET",
              "/ws/silent",
              0,
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
      silent.readUntil("\r\n\r\n");

      silent.socket().setSoTimeout(4000);

      service.terminate();

      byte[] read = silent.socket().getInputStream().readAllBytes();
      assertThat(read).as("a close frame of 1001").containsSequence(0x88).containsSequence(3, 0xe9);
      assertThat(service.process().onExit().get(5, TimeUnit.SECONDS)).isNotNull();
      assertThat(log).content().isNotEmpty().doesNotContain("ERROR", "Timed out");
    }
  }
}
