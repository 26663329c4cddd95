package dev.cyanotype.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cyanotype.SseClient;
import dev.cyanotype.TestingUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The documented JavaScript clients, word for word, in Node.js 20.18 or newer; passed over where
/// there is none.
@QuarkusTest
@WithTestResource(TestingUpstream.class)
class DocumentedClientsTest {

  private static final String[] OPTIONS = {
    "--no-warnings", "--experimental-websocket", "--experimental-eventsource"
  };

  @TestHTTPResource URI base;

  @AfterEach
  void nothingIsLeftOpen() {
    SseClient.awaitNothingOpen();
  }

  @Test
  void clientsReadWhatTheyExpect() throws Exception {
    assumeTrue(node("-e", "process.exit(globalThis.EventSource ? 0 : 1)").waitFor() == 0);
    String address = "http://" + base.getHost() + ":" + base.getPort();

    Process node = node("src/test/js/documented-clients.mjs", address);
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(node.waitFor()).as(said).isZero();
    assertThat(said.lines())
        .containsExactly(
            "{\"client\":\"fetch\",\"tokens\":\"Hello world\"}",
            "{\"client\":\"EventSource\",\"tokens\":\"Hello world\",\"failed\":false}",
            "{\"client\":\"WebSocket\",\"tokens\":\"first..\"}",
            "{\"client\":\"hook\",\"tokens\":\"Hello world\",\"done\":true,\"error\":null}",
            "{\"client\":\"cancelled hook\",\"begun\":true,\"error\":null}",
            "{\"client\":\"text\",\"tokens\":\"Hello world\"}");
  }

  private static Process node(String... arguments) {
    String[] command = new String[1 + OPTIONS.length + arguments.length];
    command[0] = "node";
    System.arraycopy(OPTIONS, 0, command, 1, OPTIONS.length);
    System.arraycopy(arguments, 0, command, 1 + OPTIONS.length, arguments.length);
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return assumeNode(e);
    }
  }

  private static Process assumeNode(IOException e) {
    assumeTrue(false, "Node.js is not there: " + e.getMessage());
    throw new IllegalStateException(e);
  }
}
