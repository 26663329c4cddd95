package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.PlainNumber;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A resource at the prices of a catalogue.
///
/// @param lines none where it costs nothing there
record PricedResource(Resource resource, Instances instances, List<CostLine> lines) {

  PricedResource {
    lines = List.copyOf(lines);
  }

  static PricedResource of(Resource resource, PriceCatalogue prices) {
    Pricing pricing = new Pricing(Instances.of(resource.specs()), new ArrayList<>());
    pricing.addSize(resource, prices);
    pricing.addGpu(resource.specs().get("gpu"), prices);
    pricing.addNetwork(resource, prices);
    return new PricedResource(resource, pricing.instances(), pricing.lines());
  }

  Price monthly() {
    return lines.stream().map(CostLine::monthly).reduce(Price.NOTHING, Price::plus);
  }

  private record Pricing(Instances instances, List<CostLine> lines) {

    void addSize(Resource resource, PriceCatalogue prices) {
      Size size = Size.of(resource.specs());
      add(Component.CPU, prices.vcpu(), size.vcpus());
      add(Component.MEMORY, prices.memoryGb(), size.memoryGb());
      ListPrice storage = prices.storageGb(resource.specs().get("storage_class"));
      add(Component.STORAGE, storage, size.storageGb());
      boolean runs = resource.type() == ResourceType.COMPUTE || size.runs();
      add(Component.INSTANCES, prices.instance(), runs ? BigDecimal.ONE : BigDecimal.ZERO);
    }

    void addGpu(Object gpu, PriceCatalogue prices) {
      if (gpu instanceof Map<?, ?> card) {
        BigDecimal count = PlainNumber.positive(card.get("count")).orElse(BigDecimal.ONE);
        add(Component.GPU, prices.gpu(card.get("model")), count);
      } else {
        BigDecimal count = PlainNumber.positive(gpu).orElse(BigDecimal.ZERO);
        add(Component.GPU, prices.defaultGpu(), count);
      }
    }

    void addNetwork(Resource resource, PriceCatalogue prices) {
      Optional<ListPrice> price =
          resource.type() == ResourceType.NETWORK
              ? prices.network(resource.specs().get("kind"))
              : Optional.empty();
      price.ifPresent(found -> add(Component.NETWORK, found, BigDecimal.ONE));
    }

    private void add(Component component, ListPrice price, BigDecimal quantity) {
      if (quantity.signum() > 0) {
        lines.add(new CostLine(component, price, quantity, instances));
      }
    }
  }
}
