package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
  private final Measurement measurement = new Measurement(nanos::get);

  @Test
  void speedIsTokensBySeconds() {
    for (int i = 0; i < 158; i++) {
      measurement.piece();
    }
    nanos.addAndGet(3_420_000_000L);
    measurement.end();

    assertThat(measurement.seconds()).isEqualTo(3.42);
    assertThat(measurement.tokensPerSecond()).isBetween(46.1, 46.2);
  }

  @Test
  void countOfTheProviderGoesBeforeTheClients() {
    measurement.piece();
    measurement.usage(Json.object().put("completion_tokens", 10));
    nanos.addAndGet(2_000_000_000L);
    measurement.end();

    assertThat(measurement.tokens()).isEqualTo(10);
    assertThat(measurement.tokensPerSecond()).isEqualTo(5);
  }

  @Test
  void nothingIsNoSpeed() {
    measurement.end();

    assertThat(measurement.tokens()).isZero();
    assertThat(measurement.tokensPerSecond()).isZero();
  }
}
