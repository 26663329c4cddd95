package dev.cyanotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A stream that is read byte by byte over a connection of its own, as far and as fast as a test
/// wants to.
public final class SseClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final StringBuilder read = new StringBuilder();

  private SseClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /// Asks for a chat that [TestingUpstream] answers with `scenario`.
  public static SseClient chat(URI base, String scenario, String... headers) throws IOException {
    return post(base, "/api/v1/conversation/chat-stream", "scenario:" + scenario, headers);
  }

  public static SseClient post(URI base, String path, String message, String... headers)
      throws IOException {
    return post(base, path, new JsonObject().put("message", message), headers);
  }

  public static SseClient post(URI base, String path, JsonObject request, String... headers)
      throws IOException {
    byte[] body = request.encode().getBytes(StandardCharsets.UTF_8);
    SseClient client = connect(base, 0);
    client.send(head("POST", path, body.length, headers));
    client.send(body);
    return client;
  }

  public static SseClient get(URI base, String path, String... headers) throws IOException {
    SseClient client = connect(base, 0);
    client.send(head("GET", path, 0, headers));
    return client;
  }

  /// @param receiveBuffer bytes that the system keeps for a client that does not read; 0 as usual
  public static SseClient connect(URI base, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new java.net.InetSocketAddress(base.getHost(), base.getPort()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new SseClient(socket);
  }

  public static byte[] head(String method, String path, int length, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    List.of(headers).forEach(header -> head.append(header).append("\r\n"));
    if (length > 0) {
      head.append("Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public Socket socket() {
    return socket;
  }

  /// Everything up to and with `end`, from the first byte of the answer on.
  public String readUntil(String end) throws IOException {
    while (read.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("the answer ended after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  /// Reads so many bytes more.
  ///
  /// @return how many were read altogether
  public int readBytes(int more) throws IOException {
    for (int i = 0; i < more; i++) {
      int next = in.read();
      assertThat(next).as("the answer ended after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.length();
  }

  /// What was read so far.
  public String read() {
    return read.toString();
  }

  public Optional<String> header(String name) throws IOException {
    String prefix = name.toLowerCase(Locale.ROOT) + ": ";
    String head = readUntil("\r\n\r\n");
    return head.substring(0, head.indexOf("\r\n\r\n"))
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst();
  }

  public String streamId() throws IOException {
    return header("X-Stream-Id").orElseThrow();
  }

  /// The whole body of the answer, without what says how long its chunks are.
  public String readToEnd() throws IOException {
    readUntil("\r\n\r\n");
    String all = readUntil("\r\n0\r\n\r\n");
    return dechunked(all.substring(all.indexOf("\r\n\r\n") + 4));
  }

  private static String dechunked(String chunks) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] bytes = chunks.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length; ) {
      int end = chunks.indexOf("\r\n", at);
      int length = Integer.parseInt(chunks.substring(at, end), 16);
      whole.write(bytes, end + 2, length);
      at = length == 0 ? bytes.length : end + 2 + length + 2;
    }
    return whole.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// Neither a stream nor a call to the model is open, soon.
  public static void awaitNothingOpen() {
    awaitNothingOpen(Duration.ofMillis(20));
  }

  /// @param delay until when what the client has sent last is taken to have arrived
  public static void awaitNothingOpen(Duration delay) {
    await()
        .pollDelay(delay)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(TestingUpstream.OPEN.get()).isZero();
              assertThat(RestAssured.get("/q/metrics").asString().lines())
                  .filteredOn(line -> line.startsWith("cyanotype_streams_live"))
                  .containsExactly("cyanotype_streams_live 0.0");
            });
  }

  /// The value of a metric without labels, or with those that are part of `name`.
  public static double metric(String name) {
    return RestAssured.get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
