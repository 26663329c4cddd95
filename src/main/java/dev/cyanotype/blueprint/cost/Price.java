package dev.cyanotype.blueprint.cost;

import java.math.BigDecimal;
import java.util.Objects;

/// Money a month in the currency of its catalogue, as a range.
record Price(BigDecimal low, BigDecimal high) {

  static final Price NOTHING = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

  Price {
    Objects.requireNonNull(low, "low");
    Objects.requireNonNull(high, "high");
    if (low.signum() < 0 || high.compareTo(low) < 0) {
      throw new IllegalArgumentException("not a range of prices: " + low + " to " + high);
    }
  }

  Price plus(Price other) {
    return new Price(low.add(other.low), high.add(other.high));
  }

  Price times(BigDecimal amount) {
    return new Price(low.multiply(amount), high.multiply(amount));
  }

  Price times(Instances instances) {
    return new Price(low.multiply(instances.low()), high.multiply(instances.high()));
  }
}
