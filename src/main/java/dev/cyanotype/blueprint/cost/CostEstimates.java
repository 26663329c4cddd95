package dev.cyanotype.blueprint.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Estimates by catalogue, side by side.
@ApplicationScoped
public class CostEstimates {

  /// @param estimatedCost the range over hardware of one's own and a public cloud, at the prices
  ///     that come with the product, as templates have it
  /// @param estimates one for each catalogue, in the order that was asked for
  /// @param comparison null where there is one catalogue, or they are in different currencies
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "CostEstimates")
  public record Answer(
      String blueprint,
      @JsonProperty("estimated_cost") String estimatedCost,
      List<CostEstimate> estimates,
      Comparison comparison) {}

  /// @param difference between the cheapest and the dearest total
  /// @param resources dearest first
  @Schema(name = "CostComparison")
  public record Comparison(
      String currency, String cheapest, BigDecimal difference, List<Row> resources) {}

  /// @param totals by catalogue
  @Schema(name = "ComparedResource")
  public record Row(String name, Map<String, BigDecimal> totals) {}

  private final PriceCatalogues catalogues;

  CostEstimates(PriceCatalogues catalogues) {
    this.catalogues = catalogues;
  }

  /// @param catalogueIds with commas between; null or empty for all that there are
  /// @throws ProblemException 422 where one is not known, or a size is beyond what can be priced
  public Answer of(Blueprint blueprint, String catalogueIds, Optional<Budget> budget) {
    List<PriceCatalogue> chosen = chosen(catalogueIds);
    List<FieldError> beyond = PricingBounds.violations(blueprint);
    if (!beyond.isEmpty()) {
      throw ProblemException.unprocessable(beyond);
    }
    List<CostEstimate> estimates =
        chosen.stream().map(one -> estimate(blueprint, one, budget)).toList();
    return new Answer(
        blueprint.name(),
        CostEstimator.estimate(blueprint).toString(),
        estimates,
        comparison(estimates).orElse(null));
  }

  private static CostEstimate estimate(
      Blueprint blueprint, PriceCatalogue catalogue, Optional<Budget> budget) {
    BudgetCheck check =
        budget.map(given -> BudgetCheck.of(given, blueprint, catalogue)).orElse(null);
    return CostEstimate.of(blueprint, catalogue, check);
  }

  private List<PriceCatalogue> chosen(String ids) {
    return ids == null || ids.isBlank()
        ? List.copyOf(catalogues.all())
        : Arrays.stream(ids.split(","))
            .map(String::strip)
            .distinct()
            .map(id -> catalogues.find(id).orElseThrow(() -> unknown()))
            .toList();
  }

  private ProblemException unknown() {
    String message =
        "must be among " + String.join(", ", catalogues.ids()) + ", with commas between";
    return ProblemException.unprocessable(List.of(new FieldError("catalogue", message)));
  }

  private static Optional<Comparison> comparison(List<CostEstimate> estimates) {
    boolean isOneCurrency = estimates.stream().map(CostEstimate::currency).distinct().count() == 1;
    if (estimates.size() < 2 || !isOneCurrency) {
      return Optional.empty();
    }
    Comparator<CostEstimate> byTotal = Comparator.comparing(one -> one.monthly().total());
    CostEstimate cheapest = estimates.stream().min(byTotal).orElseThrow();
    CostEstimate dearest = estimates.stream().max(byTotal).orElseThrow();
    return Optional.of(
        new Comparison(
            cheapest.currency(),
            cheapest.catalogue(),
            dearest.monthly().total().subtract(cheapest.monthly().total()),
            rows(estimates)));
  }

  private static List<Row> rows(List<CostEstimate> estimates) {
    Map<String, Map<String, BigDecimal>> totals = new LinkedHashMap<>();
    for (CostEstimate estimate : estimates) {
      for (CostEstimate.ResourceCost resource : estimate.resources()) {
        totals
            .computeIfAbsent(resource.name(), _ -> new LinkedHashMap<>())
            .put(estimate.catalogue(), resource.monthly().total());
      }
    }
    List<Row> rows = new ArrayList<>();
    totals.forEach((name, byCatalogue) -> rows.add(new Row(name, byCatalogue)));
    return rows;
  }
}
