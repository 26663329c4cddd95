package dev.cyanotype.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  private static Quantity quantity(String text) {
    return Quantity.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "512MB, 512MB",
    "16 GB, 16GB",
    "8Gi, 8Gi",
    "8gib, 8GiB",
    "2TB, 2TB",
    "1.50TB, 1.5TB",
    "4k, 4K",
    "' 1pb ', 1PB",
    "007GB, 7GB",
  })
  void amountsAreReadAndToldInTheirUnit(String text, String expected) {
    assertThat(quantity(text)).hasToString(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "GB",
        "8",
        "8 apples",
        "-1GB",
        "+1GB",
        "0GB",
        "0.0TB",
        ".5GB",
        "1,5GB",
        "1e3GB",
        "8GBs",
        "8 G B",
        "8EB",
        "8bytes",
        "1_000MB",
        "1234567890123GB",
        "1.1234567GB",
        "٨GB",
        "8GB\n9GB",
        "100GB SSD",
      })
  void everythingElseIsNoAmount(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @Test
  void numbersAreNoAmount() {
    assertThat(Quantity.parse(8)).isEmpty();
  }

  @Test
  void longTextIsRefusedQuickly() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> assertThat(Quantity.parse("1".repeat(1_000_000) + "GB")).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "512MB, 4, 2GB",
    "512MB, 2, 1GB",
    "512MB, 1.5, 768MB",
    "1GB, 1.5, 2GB",
    "3GB, 1.5, 5GB",
    "2GB, 1.5, 3GB",
    "100GB, 1.1, 110GB",
    "1GB, 0.5, 512MB",
    "1TB, 0.25, 256GB",
    "1TB, 0.0001, 105MB",
    "8Gi, 128, 1Ti",
    "512GiB, 4, 2TiB",
    "1GB, 1048576, 1PB",
    "1PB, 1024, 1024PB",
    "8GB, 1, 8GB",
    "1024MB, 1, 1GB",
  })
  void timesRoundsUpAndPrefersTheLargerUnit(String text, BigDecimal factor, String expected) {
    assertThat(quantity(text).times(factor)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1KB", "1MB", "1PB", "0.000001KB", "0.000001PB"})
  void tinyFactorsNeverMakeNothingOfIt(String text) {
    Quantity scaled = quantity(text).times(new BigDecimal("1e-30"));

    assertThat(scaled.amount()).isEqualByComparingTo(BigDecimal.ONE);
    assertThat(scaled.unit().power()).isEqualTo(1);
    assertThat(Quantity.parse(scaled.toString())).hasValue(scaled);
  }

  @ParameterizedTest
  @CsvSource({"1TB, 1024", "1GB, 1", "512MB, 0.5", "1PB, 1048576", "1048576KB, 1"})
  void gigabytesStepBy1024(String text, BigDecimal expected) {
    assertThat(quantity(text).gigabytes()).isEqualByComparingTo(expected);
  }
}
