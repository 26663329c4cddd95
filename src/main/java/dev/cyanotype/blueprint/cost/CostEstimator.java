package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a blueprint costs, as one range from hardware of one's own in a quiet month to a public
/// cloud in a busy one, at the prices that come with the product. An order of magnitude to choose
/// a design by, in steps of $10, and no offer; [CostEstimates] tells it apart.
public final class CostEstimator {

  private static final BigDecimal STEP = BigDecimal.TEN;
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 10 * 10);

  private CostEstimator() {}

  public static MonthlyCost estimate(Blueprint blueprint) {
    return new MonthlyCost(
        rounded(monthly(blueprint, PriceCatalogue.OWN_HARDWARE).low()),
        rounded(monthly(blueprint, PriceCatalogue.PUBLIC_CLOUD).high()));
  }

  private static Price monthly(Blueprint blueprint, PriceCatalogue prices) {
    return blueprint.resources().stream()
        .map(resource -> PricedResource.of(resource, prices).monthly())
        .reduce(Price.NOTHING, Price::plus);
  }

  private static long rounded(BigDecimal dollars) {
    BigDecimal steps = dollars.divide(STEP, 0, RoundingMode.HALF_UP);
    return steps.multiply(STEP).min(MOST).longValueExact();
  }
}
