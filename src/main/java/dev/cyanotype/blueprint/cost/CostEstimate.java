package dev.cyanotype.blueprint.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a blueprint costs in a month at the prices of one catalogue. Components and resources add
/// up to `monthly` to the hundredth, since each part is rounded before it is added.
///
/// @param currency ISO 4217; of every amount here
/// @param date of the prices, `2025-06-30`
/// @param components dearest first
/// @param resources dearest first, without those that cost nothing
/// @param free resources that cost nothing here, and why
/// @param prices that were used
/// @param budget null where none was given
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostEstimate(
    String catalogue,
    String name,
    String currency,
    String date,
    String basis,
    Money monthly,
    List<ComponentCost> components,
    List<ResourceCost> resources,
    List<Free> free,
    List<String> assumptions,
    List<UsedPrice> prices,
    BudgetCheck budget) {

  public record ComponentCost(Component component, Money monthly) {}

  /// @param instances that run in a quiet and in a busy month
  public record ResourceCost(
      String name,
      ResourceType type,
      RunningInstances instances,
      Money monthly,
      List<PricedComponent> components) {}

  public record RunningInstances(BigDecimal low, BigDecimal high) {}

  /// @param quantity of one instance, in the unit of the price
  /// @param price the name of the price
  public record PricedComponent(
      Component component, BigDecimal quantity, String unit, String price, Money monthly) {}

  @Schema(name = "FreeResource")
  public record Free(String name, String reason) {}

  /// @param name its place in the catalogue
  /// @param basis where it comes from
  public record UsedPrice(
      String name, String unit, BigDecimal low, BigDecimal high, String basis, String date) {}

  static CostEstimate of(Blueprint blueprint, PriceCatalogue catalogue, BudgetCheck budget) {
    List<PricedResource> priced =
        blueprint.resources().stream().map(one -> PricedResource.of(one, catalogue)).toList();
    List<ResourceCost> resources =
        priced.stream()
            .filter(one -> !one.lines().isEmpty())
            .map(CostEstimate::cost)
            .sorted((a, b) -> b.monthly().total().compareTo(a.monthly().total()))
            .toList();
    return new CostEstimate(
        catalogue.id(),
        catalogue.name(),
        catalogue.currency(),
        catalogue.date().toString(),
        catalogue.basis(),
        resources.stream().map(ResourceCost::monthly).reduce(Money.NONE, Money::plus),
        components(resources),
        resources,
        priced.stream().filter(one -> one.lines().isEmpty()).map(CostEstimate::free).toList(),
        assumptions(catalogue, priced),
        used(priced),
        budget);
  }

  /// The total of [#of] without the rest.
  static BigDecimal total(Resource resource, PriceCatalogue catalogue) {
    return cost(PricedResource.of(resource, catalogue)).monthly().total();
  }

  private static ResourceCost cost(PricedResource priced) {
    List<PricedComponent> components =
        priced.lines().stream()
            .map(
                line ->
                    new PricedComponent(
                        line.component(),
                        plain(line.quantity()),
                        line.price().unit(),
                        line.price().name(),
                        Money.of(line.monthly())))
            .toList();
    return new ResourceCost(
        priced.resource().name(),
        priced.resource().type(),
        new RunningInstances(plain(priced.instances().low()), plain(priced.instances().high())),
        components.stream().map(PricedComponent::monthly).reduce(Money.NONE, Money::plus),
        components);
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static List<ComponentCost> components(List<ResourceCost> resources) {
    Map<Component, Money> sums = new EnumMap<>(Component.class);
    for (ResourceCost resource : resources) {
      resource.components().forEach(one -> sums.merge(one.component(), one.monthly(), Money::plus));
    }
    return sums.entrySet().stream()
        .map(sum -> new ComponentCost(sum.getKey(), sum.getValue()))
        .sorted((a, b) -> b.monthly().total().compareTo(a.monthly().total()))
        .toList();
  }

  private static Free free(PricedResource priced) {
    Resource resource = priced.resource();
    return new Free(
        resource.name(),
        switch (resource.type()) {
          case NETWORK -> "the catalogue has no price for this kind of network";
          case STORAGE -> "it has no size that can be read, such as size: 40GB";
          case SERVICE ->
              "it has no cpu, memory or storage of its own, so it runs on what others pay for";
          case COMPUTE -> "it has no size";
        });
  }

  private static List<String> assumptions(PriceCatalogue catalogue, List<PricedResource> priced) {
    List<String> assumptions = new ArrayList<>(catalogue.assumptions());
    assumptions.add("A total is midway between low and high.");
    if (priced.stream().anyMatch(one -> one.instances().isRange())) {
      assumptions.add(
          "What scales by itself runs at its least in a quiet month and halfway to its most in a"
              + " busy one.");
    }
    return assumptions;
  }

  private static List<UsedPrice> used(List<PricedResource> priced) {
    Map<String, UsedPrice> used = new LinkedHashMap<>();
    priced.stream()
        .flatMap(one -> one.lines().stream())
        .map(CostLine::price)
        .forEach(price -> used.computeIfAbsent(price.name(), _ -> used(price)));
    return List.copyOf(used.values());
  }

  private static UsedPrice used(ListPrice price) {
    return new UsedPrice(
        price.name(),
        price.unit(),
        price.price().low(),
        price.price().high(),
        price.basis(),
        price.date().toString());
  }
}
