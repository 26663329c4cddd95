package dev.cyanotype.blueprint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of memory or storage with its unit as written: `"512MB"`, `"16 GB"`, `"8Gi"`, `"2TB"`.
/// Units step by 1024 under either name, as hypervisors size disks and memory.
///
/// @param amount more than 0
public record Quantity(BigDecimal amount, Unit unit) {

  private static final Pattern FORMAT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([KMGTP])(i?)(B?)", Pattern.CASE_INSENSITIVE);
  private static final BigDecimal STEP = BigDecimal.valueOf(1024);
  private static final String PREFIXES = "KMGTP";

  /// @param power 1 for kilo … 5 for peta
  /// @param suffix what follows the prefix letter: `B`, `i`, `iB` or nothing
  public record Unit(int power, String suffix) {
    @Override
    public String toString() {
      return PREFIXES.charAt(power - 1) + suffix;
    }
  }

  public static Optional<Quantity> parse(Object text) {
    if (!(text instanceof String string)) {
      return Optional.empty();
    }
    Matcher matcher = FORMAT.matcher(string.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(matcher.group(1));
    int power = PREFIXES.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
    String suffix =
        matcher.group(3).toLowerCase(Locale.ROOT) + matcher.group(4).toUpperCase(Locale.ROOT);
    return amount.signum() > 0
        ? Optional.of(new Quantity(amount, new Unit(power, suffix)))
        : Optional.empty();
  }

  public BigDecimal gigabytes() {
    return inUnit(3);
  }

  /// This much times `factor`, rounded up to a whole number of its unit, in a larger unit where
  /// that is whole too: `512MB` × 4 is `2GB`. Less than one of its unit is told in a smaller one.
  public Quantity times(BigDecimal factor) {
    BigDecimal scaled = amount.multiply(factor);
    int power = unit.power();
    while (scaled.compareTo(BigDecimal.ONE) < 0 && power > 1) {
      scaled = scaled.multiply(STEP);
      power--;
    }
    scaled = scaled.setScale(0, RoundingMode.CEILING);
    while (power < PREFIXES.length() && isWhole(scaled.divide(STEP))) {
      scaled = scaled.divide(STEP);
      power++;
    }
    return new Quantity(scaled, new Unit(power, unit.suffix()));
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private BigDecimal inUnit(int power) {
    BigDecimal result = amount;
    for (int p = unit.power(); p > power; p--) {
      result = result.multiply(STEP);
    }
    for (int p = unit.power(); p < power; p++) {
      result = result.divide(STEP, 9, RoundingMode.HALF_UP);
    }
    return result;
  }

  /// The keys of `specs` that hold a quantity wherever they stand.
  public static final List<String> KEYS =
      List.of("memory", "storage", "disk", "size", "max_memory", "heap");

  @Override
  public String toString() {
    return amount.stripTrailingZeros().toPlainString() + unit;
  }
}
