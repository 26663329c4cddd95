package dev.cyanotype.blueprint.cost;

import java.math.BigDecimal;

/// What one component of one resource costs.
///
/// @param quantity that one instance takes, in the unit of the price; more than 0
record CostLine(Component component, ListPrice price, BigDecimal quantity, Instances instances) {

  /// Exact, a month.
  Price monthly() {
    return price.price().times(quantity).times(instances);
  }
}
