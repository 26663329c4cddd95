package dev.cyanotype.blueprint;

import java.math.BigDecimal;
import java.util.Optional;

/// Decimals in and out of the trees of plain data, which hold `Integer`, `Long` and `Double`: any
/// other number would be written to YAML with a tag that [YamlDocument] refuses to read.
public final class PlainNumber {

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private PlainNumber() {}

  /// An `Integer` or `Long` where the number is whole, at most the largest `Long`; else a `Double`.
  public static Number of(BigDecimal number) {
    if (number.stripTrailingZeros().scale() > 0) {
      return number.doubleValue();
    }
    long whole = number.min(MOST).longValue();
    if (whole == (int) whole) {
      return (int) whole;
    }
    return whole;
  }

  /// The number that a tree holds, where it holds one that is more than 0.
  public static Optional<BigDecimal> positive(Object value) {
    return switch (value) {
      case Double number when !Double.isFinite(number) -> Optional.empty();
      case Number number ->
          Optional.of(new BigDecimal(number.toString())).filter(decimal -> decimal.signum() > 0);
      case null, default -> Optional.empty();
    };
  }
}
