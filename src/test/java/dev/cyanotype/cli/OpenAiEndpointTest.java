package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.TestingUpstream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The client asks an endpoint in the OpenAI format, with no service between.
class OpenAiEndpointTest {

  private static final TestingUpstream UPSTREAM = new TestingUpstream();
  private static String url;

  @BeforeAll
  static void start() {
    url = UPSTREAM.start().get("cyanotype.llm.openai.base-url");
  }

  @AfterAll
  static void stop() {
    UPSTREAM.stop();
  }

  private static CommandRun stream(String scenario) {
    return CommandRun.of(
        "stream", "--url", url, "--api-key", TestingUpstream.KEY, "scenario:" + scenario);
  }

  @ParameterizedTest
  @CsvSource({
    "hello, Hello world",
    "bytewise, größe ✓ 😀 日本",
    "crlf, one two",
    "comments, kept",
    "multiline, joined",
    "nospace, tight",
    "index1, yes",
    "finish-without-done, enough",
    "done-without-finish, enough",
    "hangs-after-done, said",
  })
  void answerIsWhole(String scenario, String text) {
    CommandRun run = stream(scenario);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(text + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "neither, closed before the end",
    "cut, before the end of the answer",
    "cut-in-character, before the end of the answer",
    "error-in-200, overloaded",
    "refused, The server answered 429: Rate limit reached",
    "failing, The server answered 503",
    "unknown-model, The model does not exist",
    "redirect, it redirects",
    "not-a-stream, answers with application/json",
  })
  void failureIsTold(String scenario, String message) {
    CommandRun run = stream(scenario);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(message);
  }

  @Test
  void garbageBetweenChunksIsSkipped() {
    CommandRun run = stream("garbage");

    assertThat(run.out()).isEqualTo("goodmore\n");
    assertThat(run.err()).contains("an event was skipped: it is not JSON");
  }

  @Test
  void answerThatWasCutOffIsWarnedOf() {
    assertThat(stream("length").err()).contains("Warning: The model was cut off");
  }

  @Test
  void chatSendsWhatWasSaidBefore() {
    CommandRun run =
        CommandRun.withInput(
            "scenario:hello\n\nscenario:turns\n/new\nscenario:turns\n/exit\nscenario:hello\n",
            "chat",
            "--url",
            url,
            "--api-key",
            TestingUpstream.KEY);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("Hello world\n3\n1\n");
  }
}
