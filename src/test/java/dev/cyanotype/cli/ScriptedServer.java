package dev.cyanotype.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP server that sends what it is told, byte by byte, to everyone, and then closes.
final class ScriptedServer implements AutoCloseable {

  static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private final ServerSocket socket;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ScriptedServer(ServerSocket socket) {
    this.socket = socket;
  }

  /// Answers with an event stream of `events`, one write for each byte.
  static ScriptedServer streaming(String events) throws IOException {
    return answering(STREAM + events);
  }

  static ScriptedServer answering(String response) throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> server.serve(response.getBytes(StandardCharsets.UTF_8)));
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /// Heads and bodies of all requests.
  List<String> requests() {
    return requests;
  }

  private void serve(byte[] response) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setTcpNoDelay(true);
        requests.add(read(client.getInputStream()));
        OutputStream out = client.getOutputStream();
        for (byte b : response) {
          out.write(b);
          out.flush();
        }
      } catch (IOException _) {
        // the client went, or the server was closed
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.read());
    }
    int length =
        request
            .toString()
            .lines()
            .filter(line -> line.toLowerCase().startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return request + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
