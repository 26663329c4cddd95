package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesHealthCheckTest {

  @Test
  void namesTheRefusedFilesAndStaysUp(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("broken.yaml"), "name: broken\nresources: none\n");
    TemplateLibrary library = new TemplateLibrary(new Config(Optional.of(dir)));
    library.start(new StartupEvent());

    HealthCheckResponse response = new TemplatesHealthCheck(library).call();
    library.stop();

    assertThat(response.getName()).isEqualTo("templates");
    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(response.getData().orElseThrow())
        .isEqualTo(
            Map.of(
                "count",
                10L,
                "broken.yaml",
                "line 2: /resources must be a list of resources, not a text"));
  }

  private record Config(Optional<Path> dir) implements TemplatesConfig {
    @Override
    public Duration pollInterval() {
      return Duration.ofHours(1);
    }
  }
}
