package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;

/// Prices a blueprint from the price catalogue among the resources.
public final class CostEstimator {

  private CostEstimator() {}

  public static MonthlyCost estimate(Blueprint blueprint) {
    return new MonthlyCost(0, 0);
  }
}
