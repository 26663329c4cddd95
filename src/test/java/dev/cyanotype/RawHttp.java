package dev.cyanotype;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// HTTP byte by byte over a connection of its own, for requests that no client library sends.
public final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int PIECE = 16 * 1024;

  /// @param headers by their names in lower case; values of the same name joined with `, `
  public record Answer(int status, Map<String, String> headers, String body) {

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  private final URI base;

  public RawHttp(URI base) {
    this.base = base;
  }

  /// @param headers whole lines, without `Host` and those that say how long the body is
  public Answer send(String method, String path, List<String> headers, byte[] body) {
    List<String> all = new ArrayList<>(headers);
    if (body.length > 0) {
      all.add("Content-Length: " + body.length);
    }
    return exchange(method, path, all, body);
  }

  public Answer sendChunked(String method, String path, List<String> headers, byte[] body) {
    List<String> all = new ArrayList<>(headers);
    all.add("Transfer-Encoding: chunked");
    return exchange(method, path, all, chunked(body));
  }

  /// Says that a body of `length` bytes comes, and sends none of it.
  public Answer announce(String method, String path, long length) {
    return exchange(method, path, List.of("Content-Length: " + length), new byte[0]);
  }

  /// HTTP/1.1 wants a `Host`.
  public Answer withoutHost(String method, String path) {
    return exchange(method + " " + path + " HTTP/1.1\r\n", List.of(), new byte[0]);
  }

  /// Nothing is added but `Connection`, no `Host` either.
  public Answer sendBare(String method, String path, List<String> headers) {
    return exchange(method + " " + path + " HTTP/1.1\r\n", headers, new byte[0]);
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += PIECE) {
      int length = Math.min(PIECE, body.length - from);
      chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunks.write(body, from, length);
      chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunks.toByteArray();
  }

  private Answer exchange(String method, String path, List<String> headers, byte[] body) {
    return exchange(method + " " + path + " HTTP/1.1\r\nHost: test\r\n", headers, body);
  }

  private Answer exchange(String start, List<String> headers, byte[] body) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head = start + "Connection: close\r\n";
      String lines = String.join("\r\n", headers);
      write(
          socket,
          (head + lines + (lines.isEmpty() ? "" : "\r\n") + "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      write(socket, body);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server may answer and hang up before it has read everything.
  private static void write(Socket socket, byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      for (int from = 0; from < bytes.length; from += PIECE) {
        out.write(bytes, from, Math.min(PIECE, bytes.length - from));
      }
      out.flush();
    } catch (IOException _) {
      // what it has answered is read next
    }
  }

  private static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      in.transferTo(read);
    } catch (java.net.SocketException _) {
      // reset behind the answer, since not all of the request was read
    }
    String text = read.toString(StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer but: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.merge(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    String body = text.substring(end + 4);
    boolean chunks = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    return new Answer(
        Integer.parseInt(lines[0].split(" ")[1]), headers, chunks ? dechunked(body) : body);
  }

  private static String dechunked(String chunks) {
    byte[] bytes = chunks.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (bytes[end] != '\r') {
        end++;
      }
      int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII), 16);
      whole.write(bytes, end + 2, length);
      at = end + 2 + length + 2;
      if (length == 0) {
        break;
      }
    }
    return whole.toString(StandardCharsets.UTF_8);
  }
}
