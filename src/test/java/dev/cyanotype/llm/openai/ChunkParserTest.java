package dev.cyanotype.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.llm.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkParserTest {

  private static ChunkParser.Chunk parse(String json) throws IOException {
    byte[] bytes = ("##" + json + "##").getBytes(StandardCharsets.UTF_8);
    return ChunkParser.parse(bytes, 2, bytes.length - 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":null}]}|hi|-|-",
        "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"hi\"}}]}|hi|-|-",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}|-|stop|-",
        "{\"choices\":[{\"delta\":{\"content\":null},\"finish_reason\":\"length\"}]}|-|length|-",
        "{\"choices\":[{\"delta\":{\"content\":\"\"}}]}|''|-|-",
        "{\"choices\":[{\"delta\":{\"content\":[{\"text\":\"x\"}]}}]}|-|-|-",
        "{\"choices\":[{\"delta\":{\"content\":5}}]}|-|-|-",
        "{\"choices\":[{\"delta\":null,\"finish_reason\":\"stop\"}]}|-|stop|-",
        "{\"choices\":[{\"delta\":{\"content\":\"no\"},\"index\":1},{\"delta\":{\"content\":\"yes\"},\"index\":0}]}|yes|-|-",
        "{\"choices\":[{\"delta\":{\"content\":\"yes\"}},{\"index\":1,\"delta\":{\"content\":\"no\"}}]}|yes|-|-",
        "{\"choices\":[],\"usage\":{\"total_tokens\":3}}|-|-|-",
        "{\"choices\":null}|-|-|-",
        "{\"choices\":{\"delta\":{\"content\":\"no\"}}}|-|-|-",
        "{}|-|-|-",
        "{\"content\":\"no\",\"delta\":{\"content\":\"no\"},\"x\":[{\"choices\":[1]}]}|-|-|-",
        "{\"choices\":[{\"logprobs\":{\"content\":[{\"token\":\"no\"}]},\"delta\":{\"tool_calls\":[{\"content\":\"no\"}],\"content\":\"yes\"}}]}|yes|-|-",
        "{\"error\":{\"message\":\"broken\",\"code\":1}}|-|-|broken",
        "{\"error\":{\"code\":1,\"details\":{\"message\":\"no\"}}}|-|-|''",
        "{\"error\":{\"message\":{\"text\":\"x\"}}}|-|-|''",
        "{\"error\":\"broken\"}|-|-|broken",
        "{\"error\":5}|-|-|''",
        "{\"error\":null}|-|-|-",
      })
  void whatAnAnswerNeedsIsPulledOut(String json, String content, String finishReason, String error)
      throws IOException {
    ChunkParser.Chunk chunk = parse(json);

    assertThat(chunk.content()).isEqualTo(content);
    assertThat(chunk.finishReason()).isEqualTo(finishReason);
    assertThat(chunk.error()).isEqualTo(error);
  }

  @Test
  void usageAndModelAreRead() throws IOException {
    ChunkParser.Chunk chunk =
        parse(
            """
            {"model":"m-1","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":34,
             "total_tokens":46,"prompt_tokens_details":{"completion_tokens":9}}}""");

    assertThat(chunk.usage()).isEqualTo(new TokenUsage(12, 34, false));
    assertThat(chunk.model()).isEqualTo("m-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":\"many\"}}",
        "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":[1]}}",
        "{\"usage\":{}}",
      })
  void figuresThatAreNoneCountAsNone(String json) throws IOException {
    assertThat(parse(json).usage()).isEqualTo(new TokenUsage(0, 0, false));
  }

  @Test
  void figuresAreBounded() throws IOException {
    assertThat(parse("{\"usage\":{\"prompt_tokens\":99999999999999999999999}}").usage())
        .isEqualTo(new TokenUsage(Integer.MAX_VALUE, 0, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning", "reasoning_content"})
  void reasoningIsNoContent(String field) throws IOException {
    ChunkParser.Chunk chunk = parse("{\"choices\":[{\"delta\":{\"" + field + "\":\"hm\"}}]}");

    assertThat(chunk.thinking()).isTrue();
    assertThat(chunk.content()).isNull();
  }

  @Test
  void escapesAreRead() throws IOException {
    assertThat(
            parse("{\"choices\":[{\"delta\":{\"content\":\"\\u00e9\\n\\ud83d\\ude00\\\"✓\"}}]}")
                .content())
        .isEqualTo("é\n😀\"✓");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "5",
        "\"x\"",
        "{",
        "{not json}",
        "{\"choices\":",
        "{\"choices\":[{\"delta\":{\"content\":\"cut",
        "{\"choices\":[{\"delta\":{",
        "{\"choices\":[{\"delta\":{\"content\":\"x\"}}",
        "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]",
        "{} {}",
        "{}x",
        "{\"choices\":[5,{\"delta\":{\"content\":\"x\"}}]}",
        "[DONE]",
      })
  void whatIsNotOneObjectIsRefused(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes =
        "{\"choices\":[{\"delta\":{\"content\":\"\u00ff\"}}]}"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> ChunkParser.parse(bytes, 0, bytes.length))
        .isInstanceOf(IOException.class);
  }

  @Test
  void endlessDepthIsRefused() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(IOException.class);
  }
}
