package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.ServiceProcess;
import dev.cyanotype.SseBody;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The packaged program as a client, from the outside.
@Execution(ExecutionMode.CONCURRENT)
class ClientIT {

  private static final String QUESTION = "what is a load balancer?";
  private static final String LONG_QUESTION = "Use the ha-web-app template for 100k users";

  @TempDir static Path data;

  private static ServiceProcess service;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    service =
        ServiceProcess.start("cyanotype.llm.builtin.token-delay=5ms", "cyanotype.data-dir=" + data);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private ClientProcess run(String... args) throws IOException {
    return ClientProcess.start(folder, Map.of(), args);
  }

  private static String answer() {
    return SseBody.post(
            service.resolve("/api/v1/conversation/chat-stream"),
            "{\"message\":\"" + QUESTION + "\"}")
        .text();
  }

  private static String url() {
    return service.resolve("/").toString();
  }

  @Test
  void answersOfARunningServiceAndOfTheProcessItselfAreTheSame() throws Exception {
    String answer = answer().stripTrailing() + "\n";
    try (ClientProcess remote = run("stream", "--url", url(), QUESTION);
        ClientProcess embedded = run("stream", QUESTION)) {
      assertThat(remote.exitCode()).as(remote.err()).isZero();
      assertThat(embedded.exitCode()).as(embedded.err()).isZero();

      assertThat(remote.out()).isEqualTo(answer);
      assertThat(embedded.out()).isEqualTo(answer);
      assertThat(remote.err()).contains("API: http://127.0.0.1:", "Tokens received: ", "Speed: ");
      assertThat(embedded.err())
          .contains("the provider 'builtin' answers in this process", "Tokens received: ")
          .doesNotContain("Listening", "INFO", "WARN", "__  ____");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void interruptedClientListensNowhereAndTellsWhatItMeasured() throws Exception {
    try (ClientProcess client =
        ClientProcess.start(
            folder, Map.of("CYANOTYPE_LLM_BUILTIN_TOKEN_DELAY", "20ms"), "stream", LONG_QUESTION)) {
      client.awaitOutput();
      assertThat(ClientProcess.listening(client.process())).isZero();
      assertThat(ClientProcess.listening(service.process())).isOne();

      assertThat(client.interrupt().exitCode()).isEqualTo(130);
      assertThat(client.err()).contains("Streaming interrupted.", "Tokens received: ", "Duration");
    }
  }

  @Test
  void interruptClosesTheStreamOfTheService() throws Exception {
    try (ClientProcess client = run("stream", "--url", url(), LONG_QUESTION)) {
      client.awaitOutput().interrupt();

      assertThat(client.exitCode()).isEqualTo(130);
      assertThat(client.err()).contains("Streaming interrupted.").contains("Tokens received: ");
      await()
          .untilAsserted(
              () ->
                  assertThat(RestAssured.get(service.resolve("/q/metrics")).asString())
                      .contains("cyanotype_streams_live 0.0")
                      .contains("cyanotype_streams_total{outcome=\"disconnected\"} 1.0"));
    }
  }

  @Test
  void blueprintIsWrittenToTheFile() throws Exception {
    Path file = folder.resolve("shop.yaml");
    try (ClientProcess client =
        run("generate", "--url", url(), "a web shop with redis", "--output", file.toString())) {
      assertThat(client.exitCode()).as(client.err()).isZero();

      assertThat(client.out()).isEmpty();
      assertThat(client.err()).contains("Analyzing requirements...", "Written to " + file);
      var blueprint = CheckedBlueprint.fromYaml(Files.readString(file)).blueprint().orElseThrow();
      assertThat(client.err()).contains(blueprint.resources().getLast().name());
    }
  }

  @Test
  void blueprintIsMadeAndWrittenToTheOutput() throws Exception {
    try (ClientProcess client = run("generate", "-f", "json", "a web shop with redis")) {
      assertThat(client.exitCode()).as(client.err()).isZero();

      assertThat(CheckedBlueprint.fromYaml(client.out()).errors()).isEmpty();
      assertThat(client.err()).contains("Analyzing requirements...");
    }
  }

  @Test
  void templatesAreTheSameFromTheServiceAndFromTheProcessItself() throws Exception {
    try (ClientProcess remote = run("templates", "--url", url(), "show", "redis-cluster");
        ClientProcess embedded = run("templates", "show", "redis-cluster");
        ClientProcess found = run("templates", "--url", url(), "search", "kafka");
        ClientProcess typo = run("templates", "--url", url(), "show", "redis-clustr")) {
      assertThat(remote.exitCode()).isZero();
      assertThat(embedded.exitCode()).isZero();
      assertThat(embedded.out()).isEqualTo(remote.out()).startsWith("version: '1.0'\n");
      assertThat(folder.resolve("data")).doesNotExist();
      assertThat(found.exitCode()).isZero();
      assertThat(found.out()).startsWith("data-pipeline");
      assertThat(typo.exitCode()).isEqualTo(1);
      assertThat(typo.err()).contains("did you mean 'redis-cluster'?");
    }
  }

  @Test
  void whatCannotStartSaysWhyInOneLine() throws Exception {
    Map<String, String> environment =
        Map.of("CYANOTYPE_LLM_PROVIDER", "nobody", "QUARKUS_HTTP_PORT", "0");
    try (ClientProcess server = ClientProcess.start(folder, environment);
        ClientProcess client = ClientProcess.start(folder, environment, "stream", "hi")) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.out()).isEmpty();
      assertThat(server.err())
          .startsWith("cyanotype cannot start: cyanotype.llm.provider is 'nobody', which is none")
          .hasLineCount(1);
      assertThat(client.exitCode()).isEqualTo(1);
      assertThat(client.err()).contains("cyanotype.llm.provider is 'nobody'").hasLineCount(1);
    }
  }

  @Test
  void databaseThatIsOpenElsewhereIsNamed() throws Exception {
    Map<String, String> environment =
        Map.of("CYANOTYPE_DATA_DIR", data.toString(), "QUARKUS_HTTP_PORT", "0");
    try (ClientProcess server = ClientProcess.start(folder, environment);
        ClientProcess client = ClientProcess.start(folder, environment, "stream", QUESTION)) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.err())
          .startsWith("cyanotype cannot start: another process has the database in " + data)
          .contains("set CYANOTYPE_DATA_DIR")
          .hasLineCount(1);
      assertThat(client.exitCode()).as(client.err()).isZero();
    }
  }

  @Test
  void databaseThatIsNotThereIsNamedWithoutThePassword() throws Exception {
    Map<String, String> environment =
        Map.of(
            "CYANOTYPE_DATABASE_URL",
            "postgres://ann:hunter2@127.0.0.1:1/shop",
            "QUARKUS_HTTP_PORT",
            "0");
    try (ClientProcess server = ClientProcess.start(folder, environment)) {
      assertThat(server.exitCode()).isEqualTo(1);
      assertThat(server.err())
          .startsWith("cyanotype cannot start: the database jdbc:postgresql://127.0.0.1:1/shop")
          .contains("set CYANOTYPE_DATABASE_URL")
          .doesNotContain("hunter2")
          .hasLineCount(1);
    }
  }

  @Test
  void takenPortIsNamed() throws Exception {
    String port = Integer.toString(service.resolve("/").getPort());
    try (ClientProcess second =
        ClientProcess.start(folder, Map.of("QUARKUS_HTTP_PORT", port), "serve")) {
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("cyanotype cannot start: port " + port).hasLineCount(1);
    }
  }

  @Test
  void misuseIsAnExitCodeOfItsOwn() throws Exception {
    try (ClientProcess client = run("stream", "--frobnicate")) {
      assertThat(client.exitCode()).isEqualTo(2);
      assertThat(client.out()).isEmpty();
      assertThat(client.err()).contains("Unknown option: '--frobnicate'").hasLineCount(2);
    }
  }

  @Test
  void versionIsThatOfTheBuild() throws Exception {
    try (ClientProcess client = run("--version")) {
      assertThat(client.exitCode()).isZero();
      assertThat(client.out()).matches("cyanotype \\d+\\.\\d+\\.\\d+.*\n");
    }
  }
}
