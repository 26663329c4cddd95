package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.deployment.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class DockerApiTest {

  private static final String VERSION = "{\"ApiVersion\":\"1.45\",\"MinAPIVersion\":\"1.24\"}";

  /// A daemon that knows its version, and answers everything else in one way.
  private record TestingTransport(int status, String body) implements Transport {

    @Override
    public <T> T exchange(Call call, AnswerReader<T> reader) throws IOException {
      return call.target().equals("/version")
          ? reader.read(200, new ByteArrayInputStream(VERSION.getBytes(StandardCharsets.UTF_8)))
          : reader.read(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Optional<String> found(int status, String body) {
    DockerApi api =
        new DockerApi("here", new TestingTransport(status, body), Duration.ofSeconds(5));
    return api.find(
        "/containers/web/archive?path=%2Fa",
        "read /a",
        (_, file) -> Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsThereIsFound() {
    assertThat(found(200, "text")).contains("text");
  }

  @Test
  void notFoundIsNothing() {
    assertThat(found(404, "{\"message\":\"no such file\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 500, 503})
  void everyOtherFailureIsToldAsOne(int status) {
    EngineException e =
        catchThrowableOfType(
            EngineException.class, () -> found(status, "{\"message\":\"the disk is away\"}"));
    assertThat(e.kind()).isEqualTo(EngineException.Kind.FAILED);
    assertThat(e).hasMessage("Docker could not read /a: the disk is away");
  }
}
