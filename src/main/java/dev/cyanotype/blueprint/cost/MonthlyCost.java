package dev.cyanotype.blueprint.cost;

/// What a blueprint costs in a month, as a range in whole US dollars.
///
/// @param low at least 0
/// @param high at least `low`
public record MonthlyCost(long low, long high) {

  public MonthlyCost {
    if (low < 0 || high < low) {
      throw new IllegalArgumentException("not a range of cost: " + low + " to " + high);
    }
  }

  /// As the list of templates shows it: `$100-200/month`.
  @Override
  public String toString() {
    return "$" + low + "-" + high + "/month";
  }
}
