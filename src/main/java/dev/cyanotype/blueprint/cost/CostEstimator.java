package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// Prices a blueprint from the price catalogue among the resources: processors, memory, storage,
/// GPUs and paid kinds of network, times how many of each run. An order of magnitude to choose a
/// design by, in steps of $10, and no offer.
public final class CostEstimator {

  /// Read once, with this class: in a native image that is while the image is built.
  private static final PriceCatalogue PRICES = PriceCatalogue.read();
  private static final BigDecimal STEP = BigDecimal.TEN;
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 10 * 10);

  private CostEstimator() {}

  public static MonthlyCost estimate(Blueprint blueprint) {
    Price total =
        blueprint.resources().stream().map(CostEstimator::price).reduce(Price.NOTHING, Price::plus);
    return new MonthlyCost(rounded(total.low()), rounded(total.high()));
  }

  private static Price price(Resource resource) {
    Map<String, Object> specs = resource.specs();
    return sizePrice(resource)
        .plus(gpuPrice(specs.get("gpu")))
        .plus(networkPrice(resource))
        .times(Instances.of(specs));
  }

  private static Price sizePrice(Resource resource) {
    Size size = Size.of(resource.specs());
    boolean runs = resource.type() == ResourceType.COMPUTE || size.runs();
    return PRICES
        .vcpu()
        .times(size.vcpus())
        .plus(PRICES.memoryGb().times(size.memoryGb()))
        .plus(PRICES.storageGb(resource.specs().get("storage_class")).times(size.storageGb()))
        .plus(runs ? PRICES.instance() : Price.NOTHING);
  }

  private static Price gpuPrice(Object gpu) {
    return switch (gpu) {
      case Map<?, ?> card ->
          PRICES
              .gpu(card.get("model"))
              .times(PlainNumber.positive(card.get("count")).orElse(BigDecimal.ONE));
      case Number count ->
          PRICES.defaultGpu().times(PlainNumber.positive(count).orElse(BigDecimal.ZERO));
      case null, default -> Price.NOTHING;
    };
  }

  private static Price networkPrice(Resource resource) {
    return resource.type() == ResourceType.NETWORK
        ? PRICES.network(resource.specs().get("kind"))
        : Price.NOTHING;
  }

  private static long rounded(BigDecimal dollars) {
    BigDecimal steps = dollars.divide(STEP, 0, RoundingMode.HALF_UP);
    return steps.multiply(STEP).min(MOST).longValueExact();
  }
}
