package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeploymentSettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void settingsThatNoDeploymentGoesWellWithAreRefusedByName() {
    assertThatThrownBy(() -> DeploymentRuns.atLeast(SECOND, "cyanotype.x", Duration.ZERO))
        .hasMessage("cyanotype.x must be at least 1000 ms, not 0 ms");
    assertThatCode(() -> DeploymentRuns.atLeast(SECOND, "cyanotype.x", SECOND))
        .doesNotThrowAnyException();
  }
}
