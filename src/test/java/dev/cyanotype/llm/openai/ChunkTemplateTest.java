package dev.cyanotype.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A template reads every chunk as the parser does, whatever it has seen before.
class ChunkTemplateTest {

  private final ChunkTemplate template = new ChunkTemplate();

  private String content(String json) throws IOException {
    byte[] bytes = ("#" + json + "##").getBytes(StandardCharsets.UTF_8);
    return template.read(bytes, 1, bytes.length - 2).content();
  }

  private static String chunk(String content) {
    return "{\"id\":\"c-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\": \""
        + content
        + "\"},\"finish_reason\":null}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "größe ✓ 😀 日本",
        "\uFFFD",
        "a }]} b",
        "content: x",
        "'",
        "0123456789012345678901234567890123456789"
      })
  void contentIsReadAfterAnother(String text) throws IOException {
    content(chunk("first"));

    assertThat(content(chunk(text))).isEqualTo(text);
    assertThat(content(chunk("next"))).isEqualTo("next");
  }

  @Test
  void escapesAreRead() throws IOException {
    content(chunk("first"));

    assertThat(content(chunk("\\n\\\"\\u00e9\\ud83d\\ude00"))).isEqualTo("\n\"é😀");
  }

  @Test
  void aQuoteEndsTheContent() throws IOException {
    content(chunk("first"));

    assertThat(content(chunk("x\",\"content\":\"y"))).isEqualTo("y");
  }

  @Test
  void whatIsNoJsonIsRefused() throws IOException {
    content(chunk("first"));

    assertThatThrownBy(() -> content(chunk("tab\tinside"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> content(chunk("\"x\""))).isInstanceOf(IOException.class);
    assertThat(content(chunk("next"))).isEqualTo("next");
  }

  @Test
  void invalidUtf8IsRefused() throws IOException {
    content(chunk("first"));
    byte[] bytes = chunk("\u00ff").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> template.read(bytes, 0, bytes.length)).isInstanceOf(IOException.class);
  }

  @Test
  void contentInTwoPlacesIsParsed() throws IOException {
    String two =
        "{\"choices\":[{\"logprobs\":{\"content\":\"%s\"},\"delta\":{\"content\":\"%s\"}}]}";

    assertThat(content(two.formatted("a", "a"))).isEqualTo("a");
    assertThat(content(two.formatted("b", "c"))).isEqualTo("c");
    assertThat(content(two.formatted("d", "a"))).isEqualTo("a");
  }

  @Test
  void anotherFormIsParsed() throws IOException {
    content(chunk("first"));

    byte[] last =
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(template.read(last, 0, last.length).finishReason()).isEqualTo("stop");
  }

  /// Compares with the parser on chunks that were changed at random.
  @Test
  void everyChunkIsReadAsTheParserReadsIt() {
    Random random = new Random(7);
    List<String> pieces = List.of("a", "\"", "\\", "content", "é", "\\\"", ",", "{", "}", ":", " ");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder json = new StringBuilder(chunk("tok" + i));
      for (int change = random.nextInt(3); change > 0; change--) {
        json.insert(random.nextInt(json.length()), pieces.get(random.nextInt(pieces.size())));
      }
      byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(read(() -> template.read(bytes, 0, bytes.length)))
          .as(json.toString())
          .isEqualTo(read(() -> ChunkParser.parse(bytes, 0, bytes.length)));
    }
  }

  private interface Reading {
    ChunkParser.Chunk chunk() throws IOException;
  }

  private static Object read(Reading reading) {
    try {
      return reading.chunk();
    } catch (IOException e) {
      return "refused";
    }
  }
}
