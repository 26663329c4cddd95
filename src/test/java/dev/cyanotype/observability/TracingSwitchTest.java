package dev.cyanotype.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingSwitchTest {

  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withDefaultValue("quarkus.otel.exporter.otlp.endpoint", "http://localhost:4317")
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .withSources(new TracingSwitch())
        .build();
  }

  private static boolean isOff(Map<String, String> settings) {
    return config(settings).getValue("quarkus.otel.sdk.disabled", Boolean.class);
  }

  @Test
  void nothingIsTracedWithoutAnEndpoint() {
    assertThat(isOff(Map.of())).isTrue();
    assertThat(isOff(Map.of("otel.exporter.otlp.endpoint", " "))).isTrue();
  }

  @Test
  void theStandardVariableTurnsItOnAndSaysWhere() {
    Map<String, String> settings = Map.of("otel.exporter.otlp.endpoint", "http://collector:4317");

    assertThat(isOff(settings)).isFalse();
    assertThat(config(settings).getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
        .isEqualTo("http://collector:4317");
  }

  @Test
  void whatIsSaidOutrightCounts() {
    assertThat(isOff(Map.of("quarkus.otel.exporter.otlp.endpoint", "http://collector:4317")))
        .isFalse();
    assertThat(
            isOff(
                Map.of(
                    "otel.exporter.otlp.endpoint",
                    "http://collector:4317",
                    "quarkus.otel.sdk.disabled",
                    "true")))
        .isTrue();
  }
}
