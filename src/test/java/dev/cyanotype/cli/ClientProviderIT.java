package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.TestingUpstream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program that asks a model by itself.
class ClientProviderIT {

  @TempDir Path folder;

  @Test
  void providerOfTheEnvironmentAnswersInTheProcess() throws Exception {
    TestingUpstream upstream = new TestingUpstream();
    Map<String, String> settings = upstream.start();
    Map<String, String> environment =
        Map.of(
            "CYANOTYPE_LLM_OPENAI_BASE_URL",
            settings.get("cyanotype.llm.openai.base-url"),
            "OPENAI_API_KEY",
            TestingUpstream.KEY);
    try (ClientProcess client =
        ClientProcess.start(
            folder, environment, "stream", "-p", "openai", "-m", "gemma3", "scenario:bytewise")) {
      assertThat(client.exitCode()).as(client.err()).isZero();

      assertThat(client.out()).isEqualTo("größe ✓ 😀 日本\n");
      assertThat(TestingUpstream.CALLS.getLast().getString("model")).isEqualTo("gemma3");
    } finally {
      upstream.stop();
    }
  }
}
