package dev.cyanotype.blueprint.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Money a month, exact to the hundredth.
///
/// @param total midway between `low` and `high`
/// @param low in a quiet month at the low prices
/// @param high in a busy month at the high prices
@RegisterForReflection
@Schema(name = "MonthlyMoney")
public record Money(BigDecimal total, BigDecimal low, BigDecimal high) {

  private static final int CENTS = 2;
  private static final BigDecimal HALF = new BigDecimal("0.5");

  static final Money NONE = of(Price.NOTHING);

  static Money of(Price price) {
    return new Money(
        cents(price.low().add(price.high()).multiply(HALF)),
        cents(price.low()),
        cents(price.high()));
  }

  Money plus(Money other) {
    return new Money(total.add(other.total), low.add(other.low), high.add(other.high));
  }

  static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(CENTS, RoundingMode.HALF_UP);
  }
}
