package dev.cyanotype.deployment.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The answer to one request on a connection that is closed behind it (RFC 9112). A body that ends
/// early is an error.
///
/// @param body without its framing
record HttpAnswer(int status, InputStream body) {

  private static final int MAX_LINE = 8192;
  private static final int MAX_HEADERS = 100;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");

  /// @throws IOException where it is no HTTP/1.1
  static HttpAnswer read(InputStream connection) throws IOException {
    InputStream in = new BufferedInputStream(connection);
    int status = status(line(in));
    Map<String, String> headers = headers(in);
    while (status < 200) {
      status = status(line(in));
      headers = headers(in);
    }
    return new HttpAnswer(status, body(status, headers, in));
  }

  private static int status(String line) throws IOException {
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new ExchangeException("does not answer in HTTP");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MAX_HEADERS) {
        throw new ExchangeException("does not answer in HTTP");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static InputStream body(int status, Map<String, String> headers, InputStream in)
      throws IOException {
    if (status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new Framed(in, () -> chunkLength(in), () -> line(in));
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    long[] lengths = {number(length, 10), 0};
    int[] next = {0};
    return new Framed(in, () -> lengths[next[0]++], () -> "");
  }

  private static long chunkLength(InputStream in) throws IOException {
    String line = line(in);
    long length = number(line.split(";", 2)[0].strip(), 16);
    while (length == 0 && !line.isEmpty()) {
      line = line(in);
    }
    return length;
  }

  private static long number(String text, int radix) throws IOException {
    if (!text.matches("[0-9A-Fa-f]{1,15}")) {
      throw new ExchangeException("does not answer in HTTP");
    }
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException _) {
      throw new ExchangeException("does not answer in HTTP");
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new ExchangeException("ended its answer early");
      }
      if (line.size() == MAX_LINE) {
        throw new ExchangeException("does not answer in HTTP");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @FunctionalInterface
  private interface Source<T> {
    T next() throws IOException;
  }

  /// A body in pieces whose lengths are told.
  private static final class Framed extends InputStream {

    private final InputStream in;
    private final Source<Long> lengths;
    private final Source<String> endOfPiece;
    private long left;
    private boolean isBegun;
    private boolean isAtEnd;

    Framed(InputStream in, Source<Long> lengths, Source<String> endOfPiece) {
      this.in = in;
      this.lengths = lengths;
      this.endOfPiece = endOfPiece;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        nextPiece();
      }
      if (isAtEnd || length == 0) {
        return isAtEnd ? -1 : 0;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new ExchangeException("ended its answer early");
      }
      left -= count;
      return count;
    }

    private void nextPiece() throws IOException {
      if (isAtEnd) {
        return;
      }
      if (isBegun) {
        endOfPiece.next();
      }
      isBegun = true;
      left = lengths.next();
      isAtEnd = left == 0;
    }
  }
}
