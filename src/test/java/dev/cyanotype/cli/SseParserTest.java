package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.cli.SseParser.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

  private static final String STREAM =
      """
      : comment

      event: text
      id: 7
      data: größe
      data:✓ 😀

      retry: 10
      data

      event: nothing

      data: {"a": 1}

      data: unfinished
      """;

  private static final List<Frame> FRAMES =
      List.of(
          new Frame("text", "7", "größe\n✓ 😀"),
          new Frame("message", "", ""),
          new Frame("message", "", "{\"a\": 1}"));

  private final List<String> lines = new ArrayList<>();
  private final SseParser parser = new SseParser(lines::add);

  private List<Frame> feed(byte[] bytes, int size) {
    List<Frame> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      int length = Math.min(size, bytes.length - from);
      frames.addAll(parser.feed(ByteBuffer.wrap(bytes, from, length)));
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
  void eventsAreTheSameWhereverTheyAreSplit(int size) {
    assertThat(feed(STREAM.getBytes(StandardCharsets.UTF_8), size)).isEqualTo(FRAMES);
    assertThat(lines).contains(": comment", "id: 7", "data:✓ 😀", "data: unfinished");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void everyLineEndIsKnown(String end) {
    byte[] bytes = STREAM.replace("\n", end).getBytes(StandardCharsets.UTF_8);

    assertThat(feed(bytes, 1)).isEqualTo(FRAMES);
  }

  @Test
  void byteOrderMarkIsPassedOver() {
    byte[] bytes = "\uFEFFdata: x\n\n".getBytes(StandardCharsets.UTF_8);

    assertThat(feed(bytes, 1)).containsExactly(new Frame("message", "", "x"));
  }
}
