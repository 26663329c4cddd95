package dev.cyanotype.blueprint.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cyanotype.blueprint.Blueprint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A budget held against an estimate. Amounts other than `amount` are in the estimate's currency.
///
/// @param amount as given, in `currency`
/// @param conversion null where the currencies are the same, or no rate is known
/// @param overBy how much the total is over the budget, or for `tight` the high end; null for
///     `within` and `not_comparable`
/// @param dearest the resources that cost the most, where the budget is exceeded
/// @param changes that together bring the total to the budget, or as near as they can
/// @param totalAfter the total with these changes; null where none is needed
/// @param reachable whether that is within the budget; null where no change is needed
/// @param message why the budget cannot be compared; null where it can
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetCheck(
    BigDecimal amount,
    String currency,
    Budget.Source source,
    Verdict verdict,
    Conversion conversion,
    @JsonProperty("over_by") BigDecimal overBy,
    List<Dearest> dearest,
    List<Saving> changes,
    @JsonProperty("total_after") BigDecimal totalAfter,
    Boolean reachable,
    String message) {

  private static final int DEAREST = 3;

  /// How the cost lies to the budget.
  @RegisterForReflection
  @Schema(name = "BudgetVerdict")
  public enum Verdict {
    /// The high end is within it.
    WITHIN,
    /// The total is, the high end is not.
    TIGHT,
    /// The total is over it.
    EXCEEDED,
    /// It is in a currency that the catalogue has no rate for.
    NOT_COMPARABLE;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param amount the budget in the estimate's currency
  /// @param rate units of the budget's currency for one of the estimate's
  @Schema(name = "BudgetConversion")
  public record Conversion(BigDecimal amount, BigDecimal rate, String date, String basis) {}

  @Schema(name = "DearestResource")
  public record Dearest(String resource, BigDecimal total) {}

  static BudgetCheck of(Budget budget, Blueprint blueprint, PriceCatalogue catalogue) {
    if (budget.currency().equals(catalogue.currency())) {
      return compared(budget, null, budget.amount(), blueprint, catalogue);
    }
    Optional<Conversion> conversion = catalogue.rates().flatMap(rates -> conversion(budget, rates));
    return conversion
        .map(found -> compared(budget, found, found.amount(), blueprint, catalogue))
        .orElseGet(() -> notComparable(budget, catalogue));
  }

  private static Optional<Conversion> conversion(Budget budget, ExchangeRates rates) {
    return Optional.ofNullable(rates.rates().get(budget.currency()))
        .map(
            rate ->
                new Conversion(
                    Money.cents(budget.amount().divide(rate, MathContext.DECIMAL128)),
                    rate,
                    rates.date().toString(),
                    rates.basis()));
  }

  private static BudgetCheck compared(
      Budget budget,
      Conversion conversion,
      BigDecimal limit,
      Blueprint blueprint,
      PriceCatalogue catalogue) {
    CostEstimate estimate = CostEstimate.of(blueprint, catalogue, null);
    Money monthly = estimate.monthly();
    if (monthly.high().compareTo(limit) <= 0) {
      return within(budget, conversion);
    }
    return monthly.total().compareTo(limit) <= 0
        ? tight(budget, conversion, Money.cents(monthly.high().subtract(limit)))
        : exceeded(budget, conversion, limit, estimate, Savings.to(limit, blueprint, catalogue));
  }

  private static BudgetCheck within(Budget budget, Conversion conversion) {
    return of(budget, Verdict.WITHIN, conversion, null, null, null, null);
  }

  private static BudgetCheck tight(Budget budget, Conversion conversion, BigDecimal overBy) {
    return of(budget, Verdict.TIGHT, conversion, overBy, null, null, null);
  }

  private static BudgetCheck exceeded(
      Budget budget,
      Conversion conversion,
      BigDecimal limit,
      CostEstimate estimate,
      Savings savings) {
    List<Dearest> dearest =
        estimate.resources().stream()
            .limit(DEAREST)
            .map(resource -> new Dearest(resource.name(), resource.monthly().total()))
            .toList();
    BigDecimal overBy = Money.cents(estimate.monthly().total().subtract(limit));
    return of(budget, Verdict.EXCEEDED, conversion, overBy, dearest, savings, null);
  }

  private static BudgetCheck notComparable(Budget budget, PriceCatalogue catalogue) {
    String message =
        "The budget is in %s, the prices of %s are in %s and have no rate for it; give the budget in %s."
            .formatted(
                budget.currency(), catalogue.id(), catalogue.currency(), catalogue.currency());
    return of(budget, Verdict.NOT_COMPARABLE, null, null, null, null, message);
  }

  private static BudgetCheck of(
      Budget budget,
      Verdict verdict,
      Conversion conversion,
      BigDecimal overBy,
      List<Dearest> dearest,
      Savings savings,
      String message) {
    return new BudgetCheck(
        budget.amount(),
        budget.currency(),
        budget.source(),
        verdict,
        conversion,
        overBy,
        dearest,
        savings == null ? null : savings.changes(),
        savings == null ? null : savings.totalAfter(),
        savings == null ? null : savings.reachesTarget(),
        message);
  }
}
