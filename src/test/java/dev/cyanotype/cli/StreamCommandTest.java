package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `cyanotype stream` against servers that answer well and badly.
class StreamCommandTest {

  private static final String DONE = event("done", "\"complete\"");

  private static String event(String type, String data) {
    return "data: {\"type\":\"%s\",\"data\":%s}\n\n".formatted(type, data);
  }

  private static CommandRun stream(String events) throws IOException {
    try (ScriptedServer server = ScriptedServer.streaming(events)) {
      return CommandRun.of("stream", "--url", server.url(), "hi");
    }
  }

  @Test
  void answerGoesToTheOutputAndAllElseToTheErrors() throws IOException {
    CommandRun run =
        stream(
            event("intent", "{\"intent\":\"question\",\"confidence\":1}")
                + event("text", "\"Hello \"")
                + event("warning", "\"mind the gap\"")
                + event("text", "\"größe ✓ 😀\"")
                + DONE);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("Hello größe ✓ 😀\n");
    assertThat(run.err())
        .contains("Configuration:\n   - API: http://127.0.0.1:")
        .contains("Question: hi\n")
        .contains("Warning: mind the gap\n")
        .contains("Streaming finished!\nTokens received: 2 (counted as pieces of text)\n")
        .containsPattern("Duration: \\d+\\.\\d\\ds\nSpeed: \\d+\\.\\d tokens/s\n");
  }

  @Test
  void usageSaysHowManyTokensItReallyWere() throws IOException {
    String usage =
        """
        {"prompt_tokens":7,"completion_tokens":42,"total_tokens":49,"estimated":%s,\
        "tokens_per_second":1.5,"model":"gemma","finish_reason":"stop"}""";

    assertThat(stream(event("text", "\"a\"") + event("usage", usage.formatted(false)) + DONE).err())
        .contains("Answered by: gemma\nTokens sent: 7\nTokens received: 42\n");
    assertThat(stream(event("text", "\"a\"") + event("usage", usage.formatted(true)) + DONE).err())
        .contains("Tokens received: 42 (estimated)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{not json", "[1]", "{\"data\":\"untyped\"}", "{\"type\":5}"})
  void malformedEventIsReportedAndSkipped(String data) throws IOException {
    CommandRun run =
        stream(
            event("text", "\"one\"") + "data: " + data + "\n\n" + event("text", "\" two\"") + DONE);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("one two\n");
    assertThat(run.err()).contains("cyanotype: an event was skipped: it ").contains(data);
  }

  @Test
  void unknownEventsArePassedOver() throws IOException {
    CommandRun run = stream(event("hologram", "{\"a\":1}") + event("text", "\"x\"") + DONE);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("x\n");
  }

  @Test
  void characterInTwoPiecesIsWholeAgain() throws IOException {
    String halves = event("text", "\"\\uD83D\"") + event("text", "\"\\uDE00\"");

    assertThat(stream(halves + DONE).out()).isEqualTo("😀\n");
  }

  @Test
  void errorEventIsAFailure() throws IOException {
    CommandRun run =
        stream(
            event("text", "\"begun\"")
                + event("error", "\"The model took too long.\"")
                + event("done", "\"error\""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("begun\n");
    assertThat(run.err()).contains("cyanotype: The model took too long.\n", "Tokens received: 1");
  }

  @Test
  void cancelledAnswerIsAFailure() throws IOException {
    CommandRun run = stream(event("text", "\"begun\"") + event("done", "\"cancelled\""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("cancelled at the service");
  }

  @Test
  void closedConnectionIsAFailure() throws IOException {
    CommandRun run = stream(event("text", "\"begun\""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("begun\n");
    assertThat(run.err()).contains("closed before the end of the answer", "Streaming failed.");
  }

  @Test
  void cutConnectionIsAFailure() throws IOException {
    String chunked =
        ScriptedServer.STREAM.replace("Connection: close", "Transfer-Encoding: chunked");
    String event = event("text", "\"begun\"");
    String response =
        chunked + Integer.toHexString(event.length()) + "\r\n" + event + "\r\n5\r\nda";
    try (ScriptedServer server = ScriptedServer.answering(response)) {
      CommandRun run = CommandRun.of("stream", "--url", server.url(), "hi");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEqualTo("begun\n");
      assertThat(run.err()).contains("cut before the end of the answer");
    }
  }

  @Test
  void refusalIsToldInTheWordsOfTheServer() throws IOException {
    String body = "{\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"Slow down.\"}";
    String response =
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: "
            + body.length()
            + "\r\nContent-Type: application/problem+json\r\n\r\n"
            + body;
    try (ScriptedServer server = ScriptedServer.answering(response)) {
      CommandRun run = CommandRun.of("stream", "--url", server.url(), "hi");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("cyanotype: The server answered 429: Slow down. Try again in 7 s.\n")
          .doesNotContain("Tokens received");
    }
  }

  @Test
  void pageInsteadOfAStreamIsAFailure() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>")) {
      CommandRun run = CommandRun.of("stream", "--url", server.url(), "hi");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("answers with text/html and not with a stream");
    }
  }

  @Test
  void silentServerIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();

      CommandRun run = CommandRun.of("stream", "--url", url, "--timeout", "1", "hi");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("did not answer within 1 s");
    }
  }

  @Test
  void missingServiceIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    CommandRun run = CommandRun.of("stream", "--url", "http://127.0.0.1:" + port, "hi");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Cannot connect to http://127.0.0.1:" + port);
  }

  @Test
  void debugShowsEverythingButTheKey() throws IOException {
    try (ScriptedServer server = ScriptedServer.streaming(": ping\n\n" + DONE)) {
      CommandRun run =
          CommandRun.of(
              "stream", "--url", server.url(), "-k", "sk-secret-1", "--debug", "-m", "gemma", "hi");

      assertThat(server.requests().getFirst())
          .startsWith("POST /api/v1/conversation/chat-stream HTTP/1.1\r\n")
          .contains("Authorization: Bearer sk-secret-1\r\n")
          .endsWith("{\"message\":\"hi\",\"model\":\"gemma\"}");
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("DEBUG request: POST http://127.0.0.1:")
          .contains("Authorization=[Bearer ***]")
          .contains("\"model\" : \"gemma\"")
          .contains("DEBUG chunk: ")
          .contains("DEBUG line: : ping\n")
          .contains("DEBUG line: data: {\"type\":\"done\",\"data\":\"complete\"}\n")
          .contains("DEBUG event: done \"complete\"\n")
          .doesNotContain("sk-secret-1");
    }
  }

  @Test
  void settingsComeFromTheFileAndOptionsGoBeforeIt(@TempDir Path folder) throws IOException {
    try (ScriptedServer server = ScriptedServer.streaming(chunk("hey") + "data: [DONE]\n\n")) {
      Path file = folder.resolve("config.json");
      Files.writeString(
          file,
          """
          {"api": {"endpoint": "%s/v1/", "token": "sk-file"},
           "defaults": {"model": "granite", "max_tokens": 300, "temperature": 0.8, "timeout": 30.0}}
          """
              .formatted(server.url()));

      CommandRun run = CommandRun.of("stream", "-c", file.toString(), "-m", "gemma3:4b", "hi");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).isEqualTo("hey\n");
      assertThat(server.requests().getFirst())
          .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
          .contains("Authorization: Bearer sk-file\r\n")
          .endsWith(
              "{\"model\":\"gemma3:4b\",\"temperature\":0.8,\"max_tokens\":300,"
                  + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                  + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }
  }

  @Test
  void tokenOfTheFileStaysWithTheAddressOfTheFile(@TempDir Path folder) throws IOException {
    try (ScriptedServer server = ScriptedServer.streaming(DONE)) {
      Path file = folder.resolve("config.json");
      Files.writeString(
          file, "{\"api\":{\"endpoint\":\"https://a.example/v1\",\"token\":\"sk-file\"}}");

      CommandRun run = CommandRun.of("stream", "-c", file.toString(), "-u", server.url(), "hi");

      assertThat(run.exitCode()).isZero();
      assertThat(server.requests().getFirst()).doesNotContain("sk-file");
    }
  }

  private static String chunk(String content) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n"
        .formatted(content);
  }

  @Test
  void promptComesFromTheInput() throws IOException {
    try (ScriptedServer server = ScriptedServer.streaming(DONE)) {
      CommandRun.withInput("größe?\n", "stream", "--url", server.url(), "-");
      CommandRun.withInput("and you?\n", "stream", "--url", server.url());

      assertThat(server.requests().getFirst()).endsWith("{\"message\":\"größe?\"}");
      assertThat(server.requests().getLast()).endsWith("{\"message\":\"and you?\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stream --url localhost:8000 hi                  | no http or https address",
        "stream --temperature 9 hi                       | --temperature must be from 0 to 2",
        "stream --max-tokens 0 hi                        | --max-tokens must be at least 1",
        "stream --max-tokens many hi                     | 'many' is not an int",
        "stream --config /nowhere.json hi                | there is no file /nowhere.json",
        "stream --url http://127.0.0.1:1                 | there is no prompt",
        "stream --frobnicate                             | Unknown option: '--frobnicate'",
        "stream --url http://127.0.0.1:1/v1 -p openai hi | --provider is for a Cyanotype service",
        "generate --url http://127.0.0.1:1/v1 a shop     | 'generate' needs a Cyanotype service",
        "generate -o /nowhere/shop.yaml a shop           | cannot be written",
        "templates frobnicate                            | Use: templates list",
        "frobnicate                                      | Unmatched argument",
        "--debug                                         | Unknown option",
      })
  void misuseIsTold(String line, String message) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void versionAndHelpAreThere() {
    assertThat(CommandRun.of("--version").out()).matches("cyanotype \\d+\\.\\d+\\.\\d+.*\n");
    assertThat(CommandRun.of("stream", "--help").out()).contains("Examples:", "--max-tokens");
    assertThat(CommandRun.of("generate-completion").out()).contains("complete -F");
  }
}
