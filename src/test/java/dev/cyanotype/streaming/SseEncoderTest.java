package dev.cyanotype.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseEncoderTest {

  private final SseEncoder encoder = new SseEncoder(new ObjectMapper());

  private String line(StreamEvent event) {
    return (String) encoder.encode(event).getData();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "word",
        "\"",
        "\\",
        "\n",
        "\r",
        "\r\n",
        "\n\ndata: {}\n\n",
        "\u0000",
        "\u0001\u001b[0m",
        "\u0007\b\f\t",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u007f",
        "\ufeff",
        "größe ✓ 日本",
        "😀",
        "</script>",
        "{\"type\":\"done\"}",
        "a'b",
      })
  void everyTextIsExactlyOneLineThatReadsBack(String text) {
    for (StreamEvent event :
        new StreamEvent[] {
          new StreamEvent.Text(text),
          new StreamEvent.BlueprintReady(Map.of("k" + text, text)),
          new StreamEvent.Warning(text)
        }) {
      String line = line(event);

      assertThat(line).startsWith("{").doesNotContain("\n", "\r", "\u0000");
      JsonObject read = new JsonObject(line);
      assertThat(read.fieldNames()).containsExactly("type", "data");
      assertThat(read.getString("type")).isEqualTo(event.type());
      assertThat(read.getMap().get("data")).isEqualTo(event.data());
    }
  }

  @Test
  void everyControlCharacterIsEscaped() {
    for (char c = 0; c < ' '; c++) {
      assertThat(line(new StreamEvent.Text("a" + c + "b")).chars()).allMatch(b -> b >= ' ');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ude00b", "\ude00\ud83d"})
  void halvesOfPairsThatAModelSplitsReachTheClientWhole(String text) {
    String line = line(new StreamEvent.Text(text));

    assertThat(line.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    assertThat(new JsonObject(line).getString("data")).isEqualTo(text);
  }

  static Stream<StreamEvent> events() {
    return Stream.of(
        new StreamEvent.Intent(new LinkedHashMap<>(Map.of("intent", "question"))),
        new StreamEvent.Status("s"),
        new StreamEvent.Text("t"),
        new StreamEvent.ResourceReady(Map.of()),
        new StreamEvent.BlueprintReady(Map.of()),
        new StreamEvent.Warning("w"),
        new StreamEvent.Failed("e"),
        new StreamEvent.Done(StreamEvent.Outcome.CLARIFICATION_NEEDED));
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventIsDataAndNothingElse(StreamEvent event) {
    OutboundSseEvent encoded = encoder.encode(event);

    assertThat(encoded.getName()).isNull();
    assertThat(encoded.getId()).isNull();
    assertThat(encoded.getComment()).isNull();
    assertThat(encoded.isReconnectDelaySet()).isFalse();
    assertThat(new JsonObject((String) encoded.getData()).getString("type"))
        .isEqualTo(event.type());
  }

  @Test
  void outcomesAreTheDocumentedWords() {
    assertThat(line(new StreamEvent.Done(StreamEvent.Outcome.COMPLETE)))
        .isEqualTo("{\"type\":\"done\",\"data\":\"complete\"}");
    assertThat(line(new StreamEvent.Done(StreamEvent.Outcome.CLARIFICATION_NEEDED)))
        .isEqualTo("{\"type\":\"done\",\"data\":\"clarification_needed\"}");
  }
}
