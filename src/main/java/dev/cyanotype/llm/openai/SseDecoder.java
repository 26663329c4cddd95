package dev.cyanotype.llm.openai;

import java.util.Arrays;
import java.util.Objects;

/// Cuts a stream of bytes into the events of the HTML standard's section on server-sent events,
/// as they come: `\n`, `\r\n` and `\r` end a line, a blank line ends an event, `data` lines join
/// with `\n`, one space behind the colon is dropped, comments and other fields are passed over.
/// Reads may split it anywhere, inside a UTF-8 character too, since only whole events are handed
/// on.
///
/// Not thread-safe.
public final class SseDecoder {

  /// Takes one event's data: UTF-8 bytes, valid during the call only.
  public interface Sink {
    void event(byte[] data, int from, int to);
  }

  /// An event or line grew over the bound.
  public static final class TooLargeException extends RuntimeException {
    TooLargeException(int maxBytes) {
      super("an event of more than " + maxBytes + " bytes", null, false, false);
    }
  }

  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int INITIAL_SIZE = 512;

  private final int maxBytes;
  private final Sink sink;

  private byte[] line = new byte[INITIAL_SIZE];
  private int lineLength;
  private byte[] data = new byte[INITIAL_SIZE];
  private int dataLength;
  private boolean hasData;
  private boolean skipLineFeed;
  private boolean first = true;

  /// @param maxBytes the most that one line, and the data of one event, may have
  public SseDecoder(int maxBytes, Sink sink) {
    this.maxBytes = maxBytes;
    this.sink = Objects.requireNonNull(sink, "sink");
  }

  /// @throws TooLargeException where an event is over the bound; the decoder is of no use after it
  public void feed(byte[] bytes) {
    int start = skipLineFeed && bytes.length > 0 && bytes[0] == '\n' ? 1 : 0;
    skipLineFeed &= bytes.length == 0;
    for (int i = LineEnds.next(bytes, start); i < bytes.length; i = LineEnds.next(bytes, start)) {
      endLine(bytes, start, i);
      start = i + 1;
      if (bytes[i] == '\r') {
        skipLineFeed = start == bytes.length;
        start += !skipLineFeed && bytes[start] == '\n' ? 1 : 0;
      }
    }
    keep(bytes, start, bytes.length);
  }

  private void endLine(byte[] bytes, int from, int to) {
    if (lineLength == 0) {
      line(bytes, from, to);
    } else {
      keep(bytes, from, to);
      line(line, 0, lineLength);
      lineLength = 0;
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    line = append(line, lineLength, bytes, from, to);
    lineLength += to - from;
  }

  private void line(byte[] bytes, int from, int to) {
    int start = first ? afterByteOrderMark(bytes, from, to) : from;
    first = false;
    if (start == to) {
      endEvent();
    } else if (isData(bytes, start, to)) {
      int value = Math.min(start + DATA.length + 1, to);
      data(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to);
    }
  }

  private static int afterByteOrderMark(byte[] bytes, int from, int to) {
    int length = BYTE_ORDER_MARK.length;
    boolean marked =
        to - from >= length
            && Arrays.equals(bytes, from, from + length, BYTE_ORDER_MARK, 0, length);
    return marked ? from + length : from;
  }

  private static boolean isData(byte[] bytes, int from, int to) {
    int end = from + DATA.length;
    return end <= to
        && Arrays.equals(bytes, from, end, DATA, 0, DATA.length)
        && (end == to || bytes[end] == ':');
  }

  private void data(byte[] bytes, int from, int to) {
    if (hasData) {
      data = append(data, dataLength, new byte[] {'\n'}, 0, 1);
      dataLength++;
    }
    data = append(data, dataLength, bytes, from, to);
    dataLength += to - from;
    hasData = true;
  }

  private void endEvent() {
    if (hasData) {
      sink.event(data, 0, dataLength);
      dataLength = 0;
      hasData = false;
    }
  }

  private byte[] append(byte[] target, int length, byte[] source, int from, int to) {
    int needed = length + to - from;
    if (needed > maxBytes) {
      throw new TooLargeException(maxBytes);
    }
    byte[] grown =
        needed <= target.length ? target : Arrays.copyOf(target, Math.max(needed, length * 2));
    System.arraycopy(source, from, grown, length, to - from);
    return grown;
  }
}
