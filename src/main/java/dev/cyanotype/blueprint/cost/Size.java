package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Vcpus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What one instance of a resource takes.
public record Size(BigDecimal vcpus, BigDecimal memoryGb, BigDecimal storageGb) {

  private static final BigDecimal STEP = BigDecimal.valueOf(1024);

  /// Nobody gives a machine 512 GB and writes no unit; 512 and more without one is megabytes.
  private static final BigDecimal FIRST_IN_MEGABYTES = BigDecimal.valueOf(512);

  public static Size of(Map<String, Object> specs) {
    return new Size(
        Vcpus.parse(specs.get("cpu")).map(Vcpus::amount).orElse(BigDecimal.ZERO),
        gigabytes(specs, "memory").orElse(BigDecimal.ZERO),
        Stream.of("size", "storage", "disk")
            .flatMap(key -> gigabytes(specs, key).stream())
            .findFirst()
            .orElse(BigDecimal.ZERO));
  }

  /// True of what has a processor or memory of its own, and so runs somewhere.
  boolean runs() {
    return vcpus.signum() > 0 || memoryGb.signum() > 0;
  }

  private static Optional<BigDecimal> gigabytes(Map<String, Object> specs, String key) {
    return Quantity.parse(specs.get(key))
        .map(Quantity::gigabytes)
        .or(() -> PlainNumber.positive(specs.get(key)).map(amount -> withoutUnit(key, amount)))
        .or(() -> PlainNumber.positive(specs.get(key + "_gb")))
        .or(() -> PlainNumber.positive(specs.get(key + "_mb")).map(Size::megabytes))
        .or(() -> PlainNumber.positive(specs.get(key + "_tb")).map(STEP::multiply));
  }

  private static BigDecimal withoutUnit(String key, BigDecimal amount) {
    boolean inMegabytes = key.equals("memory") && amount.compareTo(FIRST_IN_MEGABYTES) >= 0;
    return inMegabytes ? megabytes(amount) : amount;
  }

  private static BigDecimal megabytes(BigDecimal amount) {
    return amount.divide(STEP, MathContext.DECIMAL64);
  }
}
