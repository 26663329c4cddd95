package dev.cyanotype.llm.openai;

import dev.cyanotype.llm.openai.ChunkParser.Chunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the chunks of one answer, which as a rule differ in their content only.
///
/// Of a chunk that was parsed it keeps the bytes around the content. A chunk with the same bytes
/// around another content is the same JSON but for that one string, so it needs no parser: it costs
/// two comparisons and the reading of the string, a tenth of parsing. Whatever does not match to
/// the byte, and every string with an escape in it, is parsed.
///
/// Not thread-safe.
final class ChunkTemplate {

  private static final byte[] KEY = "\"content\"".getBytes(StandardCharsets.US_ASCII);
  private static final char REPLACEMENT = '\uFFFD';

  /// Endpoints that put something new into each chunk are not worth comparing for long.
  private static final int MAX_MISSES = 16;

  private byte[] before;
  private byte[] after;
  private int misses;

  /// @throws IOException where the bytes are not one JSON object
  Chunk read(byte[] bytes, int from, int to) throws IOException {
    int end = before == null ? -1 : contentEnd(bytes, from, to);
    String content = end < 0 ? null : text(bytes, from + before.length, end);
    return content == null ? parse(bytes, from, to) : Chunk.of(content);
  }

  /// The index of the content's closing quote; -1 where the chunk is not of this form.
  private int contentEnd(byte[] bytes, int from, int to) {
    int start = from + before.length;
    int end = to - after.length;
    boolean matches =
        start <= end
            && Arrays.equals(bytes, from, start, before, 0, before.length)
            && Arrays.equals(bytes, end, to, after, 0, after.length);
    return matches ? end : -1;
  }

  /// Null where the bytes are more than the plain characters of one JSON string.
  private static String text(byte[] bytes, int from, int to) {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return null;
      }
      ascii &= b >= 0;
    }
    if (ascii) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : null;
  }

  private Chunk parse(byte[] bytes, int from, int to) throws IOException {
    Chunk chunk = ChunkParser.parse(bytes, from, to);
    if (chunk.isContentOnly() && misses < MAX_MISSES) {
      misses++;
      learn(bytes, from, to, chunk.content());
    }
    return chunk;
  }

  /// Keeps the form of a chunk where its content can be in one place only.
  private void learn(byte[] bytes, int from, int to, String content) {
    int key = indexOfKey(bytes, from, to);
    int start = key < 0 ? to : valueStart(bytes, key + KEY.length, to);
    int end = start;
    while (end < to && bytes[end] != '"') {
      end++;
    }
    if (end < to && indexOfKey(bytes, end, to) < 0 && content.equals(text(bytes, start, end))) {
      before = Arrays.copyOfRange(bytes, from, start);
      after = Arrays.copyOfRange(bytes, end, to);
    }
  }

  private static int indexOfKey(byte[] bytes, int from, int to) {
    for (int i = from; i + KEY.length <= to; i++) {
      if (bytes[i] == '"' && Arrays.equals(bytes, i, i + KEY.length, KEY, 0, KEY.length)) {
        return i;
      }
    }
    return -1;
  }

  /// The index behind the opening quote of a key's value; `to` where that is no string.
  private static int valueStart(byte[] bytes, int from, int to) {
    int colon = skipSpace(bytes, from, to);
    int quote = colon < to && bytes[colon] == ':' ? skipSpace(bytes, colon + 1, to) : to;
    return quote < to && bytes[quote] == '"' ? quote + 1 : to;
  }

  private static int skipSpace(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] == ' ') {
      i++;
    }
    return i;
  }
}
