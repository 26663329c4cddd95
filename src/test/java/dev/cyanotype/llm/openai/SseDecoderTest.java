package dev.cyanotype.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {

  private static final String TRANSCRIPT =
      """
      : comment
      data: first

      data:no space
      data:  two spaces

      event: other
      id: 7
      retry: 10
      data: größe ✓ 😀
      data

      data

      data:

      dataset: no
      data : no
       data: no
      :data: no

      : only a comment


      data: a:b: c
      """
          + "data: last\n\n";

  private static final List<String> EVENTS =
      List.of("first", "no space\n two spaces", "größe ✓ 😀\n", "", "", "a:b: c\nlast");

  private static List<String> decode(List<byte[]> reads) {
    List<String> events = new ArrayList<>();
    SseDecoder decoder =
        new SseDecoder(
            10_000,
            (data, from, to) ->
                events.add(new String(data, from, to - from, StandardCharsets.UTF_8)));
    reads.forEach(decoder::feed);
    return events;
  }

  private static List<String> decode(String text) {
    return decode(List.of(bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void everySplitGivesTheSameEvents(String lineEnd) {
    for (String mark : List.of("", "\ufeff")) {
      byte[] all = bytes(mark + TRANSCRIPT.replace("\n", lineEnd));

      for (int split = 0; split <= all.length; split++) {
        byte[] start = Arrays.copyOfRange(all, 0, split);
        byte[] rest = Arrays.copyOfRange(all, split, all.length);
        assertThat(decode(List.of(start, rest))).as("split at %s", split).isEqualTo(EVENTS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void byteByByteGivesTheSameEvents(String lineEnd) {
    byte[] all = bytes("\ufeff" + TRANSCRIPT.replace("\n", lineEnd));
    List<byte[]> reads = new ArrayList<>();
    for (byte b : all) {
      reads.add(new byte[] {b});
      reads.add(new byte[0]);
    }

    assertThat(decode(reads)).isEqualTo(EVENTS);
  }

  @Test
  void lineEndsMayBeMixed() {
    assertThat(decode("data: a\r\n\rdata: b\n\r\ndata: c\r\r")).containsExactly("a", "b", "c");
  }

  @Test
  void eventsThatAreNotEndedAreNotHandedOn() {
    assertThat(decode("data: whole\n\ndata: begun\n")).containsExactly("whole");
    assertThat(decode("data: begun")).isEmpty();
  }

  @Test
  void carriageReturnEndsAnEventBeforeItsLineFeedCame() {
    assertThat(decode("data: a\r\n\r")).containsExactly("a");
  }

  @Test
  void byteOrderMarkCountsAtTheBeginningOnly() {
    assertThat(decode("data: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n"))
        .containsExactly("a", "\ufeffc");
  }

  @Test
  void eventsUpToTheBoundAreHandedOn() {
    assertThat(decode("data: " + "x".repeat(9_994) + "\n\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: " + "xxxxxxxxxx",
        ": comment without an end ",
        "data: x\n",
      })
  void whatGrowsOverTheBoundIsRefused(String piece) {
    String endless = piece.repeat(10_000);

    assertThatThrownBy(() -> decode(endless))
        .isInstanceOf(SseDecoder.TooLargeException.class)
        .hasMessage("an event of more than 10000 bytes");
  }

  @Test
  void anEndlessStreamOfSmallEventsIsNotRefused() {
    assertThat(decode("data: x\n\n".repeat(10_000))).hasSize(10_000);
  }
}
