package dev.cyanotype.blueprint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A share of processors in one of the notations that blueprints use: `4`, `0.5`, `"2"` or, as
/// Kubernetes writes thousandths, `"500m"`.
///
/// @param amount of virtual processors, more than 0
public record Vcpus(BigDecimal amount, Notation notation) {

  /// How an amount is written, which is also how finely it can be.
  public enum Notation {
    /// Machines have whole processors.
    WHOLE,
    /// Containers are given parts of one; quarters are as fine as anyone sizes by hand.
    FRACTION,
    /// `"2"` or `"0.5"`, a number that was quoted.
    TEXT,
    MILLICORES
  }

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");
  private static final Pattern MILLICORES = Pattern.compile("\\d{1,9}m");
  private static final BigDecimal MILLI = new BigDecimal("0.001");
  private static final BigDecimal QUARTER = new BigDecimal("0.25");

  public static Optional<Vcpus> parse(Object value) {
    return switch (value) {
      case Number number -> PlainNumber.positive(number).map(Vcpus::numeric);
      case String text when DECIMAL.matcher(text).matches() ->
          positive(new BigDecimal(text), amount -> new Vcpus(amount, Notation.TEXT));
      case String text when MILLICORES.matcher(text).matches() ->
          positive(
              new BigDecimal(text.substring(0, text.length() - 1)).multiply(MILLI),
              amount -> new Vcpus(amount, Notation.MILLICORES));
      case null, default -> Optional.empty();
    };
  }

  /// This much times `factor`, rounded up to what the notation allows: a whole processor, a quarter
  /// where it was a fraction before, a whole millicore.
  public Vcpus times(BigDecimal factor) {
    return new Vcpus(roundedUp(amount.multiply(factor)), notation);
  }

  /// As a blueprint holds it: an integer where it is whole, else a double or a text.
  public Object toSpec() {
    return switch (notation) {
      case WHOLE, FRACTION -> PlainNumber.of(amount);
      case TEXT -> amount.stripTrailingZeros().toPlainString();
      case MILLICORES -> amount.movePointRight(3).stripTrailingZeros().toPlainString() + "m";
    };
  }

  private BigDecimal roundedUp(BigDecimal exact) {
    BigDecimal step = step();
    return exact.divide(step, 0, RoundingMode.CEILING).multiply(step);
  }

  private BigDecimal step() {
    return switch (notation) {
      case WHOLE -> BigDecimal.ONE;
      case FRACTION -> QUARTER;
      case TEXT -> isWhole(amount) ? BigDecimal.ONE : QUARTER;
      case MILLICORES -> MILLI;
    };
  }

  private static Vcpus numeric(BigDecimal amount) {
    return new Vcpus(amount, isWhole(amount) ? Notation.WHOLE : Notation.FRACTION);
  }

  private static Optional<Vcpus> positive(BigDecimal amount, Function<BigDecimal, Vcpus> vcpus) {
    return amount.signum() > 0 ? Optional.of(vcpus.apply(amount)) : Optional.empty();
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
