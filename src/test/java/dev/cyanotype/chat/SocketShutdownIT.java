package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.ServiceProcess;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// WebSockets of a service that goes down: the one that is idle is closed at once, the other when
/// its chat has ended, and nothing waits for either.
class SocketShutdownIT {

  private static final String CHAT =
      "{\"type\":\"chat\",\"message\":\"I need a high-availability web application\"}";

  @Test
  void socketsAreClosedWhenTheServiceGoesDown() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (ServiceProcess service = ServiceProcess.start("cyanotype.llm.builtin.token-delay=10ms");
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
}
