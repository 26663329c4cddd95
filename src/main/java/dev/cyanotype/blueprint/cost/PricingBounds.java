package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.problem.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sizes beyond which an estimate would say nothing.
final class PricingBounds {

  private static final BigDecimal MOST_INSTANCES = BigDecimal.valueOf(100_000);

  /// Of one instance, in the unit of the price.
  private static final Map<Component, BigDecimal> MOST =
      Map.of(
          Component.CPU, BigDecimal.valueOf(4096),
          Component.MEMORY, BigDecimal.valueOf(65_536),
          Component.STORAGE, BigDecimal.valueOf(100_000_000),
          Component.GPU, BigDecimal.valueOf(1024),
          Component.INSTANCES, BigDecimal.ONE,
          Component.NETWORK, BigDecimal.ONE);

  private PricingBounds() {}

  /// What has to become smaller before it can be priced.
  static List<FieldError> violations(Blueprint blueprint) {
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      String pointer = "/resources/" + i + "/specs";
      PricedResource priced = PricedResource.of(resource, PriceCatalogue.OWN_HARDWARE);
      if (priced.instances().high().compareTo(MOST_INSTANCES) > 0) {
        errors.add(new FieldError(pointer, "runs more than " + MOST_INSTANCES + " instances"));
      }
      for (CostLine line : priced.lines()) {
        BigDecimal most = MOST.get(line.component());
        if (line.quantity().compareTo(most) > 0) {
          errors.add(
              new FieldError(
                  pointer,
                  "asks for more than %s %s an instance, the most that is priced; is the unit right?"
                      .formatted(most.toPlainString(), unit(line.component()))));
        }
      }
    }
    return errors;
  }

  private static String unit(Component component) {
    return switch (component) {
      case CPU -> "vCPUs";
      case MEMORY -> "GB of memory";
      case STORAGE -> "GB of storage";
      case GPU -> "graphics cards";
      case INSTANCES, NETWORK -> "of them";
    };
  }
}
