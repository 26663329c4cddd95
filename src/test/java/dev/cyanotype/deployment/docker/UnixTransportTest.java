package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.deployment.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a server that answers every request with the same bytes.
@Execution(ExecutionMode.CONCURRENT)
class UnixTransportTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String VERSION = "{\"ApiVersion\":\"1.45\",\"MinAPIVersion\":\"1.24\"}";

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private Path socket;
  private ServerSocketChannel server;

  @BeforeEach
  void open() throws IOException {
    socket = Files.createTempDirectory("docker").resolve("docker.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    Files.delete(socket);
    Files.delete(socket.getParent());
  }

  /// @param closes whether the connection ends behind the answer
  private void answer(String answer, boolean closes) {
    Thread.ofVirtual().start(() -> serve(answer, closes));
  }

  private void serve(String answer, boolean closes) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        ByteBuffer request = ByteBuffer.allocate(8192);
        client.read(request);
        asked.set(new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII));
        for (String piece : answer.split("(?<=\\|)")) {
          byte[] bytes = piece.replace("|", "").getBytes(StandardCharsets.ISO_8859_1);
          client.write(ByteBuffer.wrap(bytes));
        }
        if (closes) {
          client.close();
        }
      } catch (IOException _) {
        return; // closed by the test or its client
      }
    }
  }

  private static String whole(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private DockerEngine engine() {
    return engine(SOON);
  }

  private DockerEngine engine(Duration timeout) {
    return TestingDocker.engine(TestingDocker.Config.at("unix://" + socket).within(timeout));
  }

  private DockerApi api(Duration timeout) {
    return new DockerApi("unix://" + socket, new UnixTransport(socket), timeout);
  }

  @Test
  void answerOfKnownLengthNeedsNoEnd() {
    answer(whole(VERSION), false);

    assertThat(engine().unavailable()).isEmpty();
    assertThat(asked.get()).startsWith("GET /version HTTP/1.1\r\n").contains("Host: ");
  }

  @Test
  void chunksAreJoinedHoweverTheyComeIn() {
    answer(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200|  OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "14;a=b\r\n{\"Api|Version\":\"1.45\"\r|\n1\r\n}\r\n0\r\nTrailer: one\r\n\r\n",
        false);

    assertThat(engine().unavailable()).isEmpty();
  }

  @Test
  void versionIsOneThatBothKnow() {
    answer(whole(VERSION), true);
    api(SOON).get("/info");
    assertThat(asked.get()).startsWith("GET /v1.43/info ");
  }

  @Test
  void newDaemonsOldestVersionIsTaken() {
    answer(whole("{\"ApiVersion\":\"1.52\",\"MinAPIVersion\":\"1.44\"}"), true);
    api(SOON).get("/info");
    assertThat(asked.get()).startsWith("GET /v1.44/info ");
  }

  @Test
  void tooOldDaemonIsTold() {
    answer(whole("{\"ApiVersion\":\"1.12\"}"), true);

    assertThat(engine().unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("update"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ApiVersion\":\"1.45\"}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n{\"ApiVer",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"ApiVersion\":\"1.45\"}\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!",
      })
  void whatIsNoWholeAnswerIsToldPlainly(String answer) {
    answer(answer, true);

    assertThat(engine().unavailable())
        .hasValueSatisfying(
            one -> assertThat(one).contains(socket.toString()).doesNotContain("Exception"));
  }

  @Test
  void endlessLineIsCutOff() {
    answer("HTTP/1.1 200 " + "x".repeat(100_000), false);

    assertThat(engine().unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("does not answer in HTTP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
  void silenceEndsAtTheTimeout(String beginning) {
    answer(beginning, false);

    EngineException failure =
        catchThrowableOfType(
            EngineException.class, () -> engine(Duration.ofSeconds(1)).actual("any"));

    assertThat(failure.kind()).isEqualTo(EngineException.Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("did not answer in 1 s");
  }

  @Test
  void interruptEndsARequestAtOnce() {
    answer("", false);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> end.set(failure))
            .start(() -> engine(Duration.ofMinutes(1)).actual("any"));
    await().atMost(SOON).until(() -> !asked.get().isEmpty());

    thread.interrupt();

    await().atMost(SOON).until(() -> !thread.isAlive());
    assertThat(end.get()).isInstanceOf(EngineException.class).hasMessageContaining("Stopped");
  }
}
