package dev.cyanotype.blueprint.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The amounts below are worked out by hand from the low prices in `pricing/own-hardware.yaml`
/// and the high ones in `pricing/public-cloud.yaml`.
class CostEstimatorTest {

  @Test
  void aMachineCostsItsPartsAndItself() {
    // 10 × vCPU 5-10, 20 GB × 2-4, 500 GB × 0.08-0.14, machine 2-4
    assertThat(
            machine(
                Map.of("cpu", 10, "memory", "20GB", "storage", "500GB", "storage_class", "nvme")))
        .isEqualTo(new MonthlyCost(130, 250));
  }

  @ParameterizedTest
  @CsvSource({"nvme, 80, 140", "ssd, 60, 100", "hdd, 20, 40", "tape, 60, 100"})
  void storageCostsByItsClass(String storageClass, long low, long high) {
    assertThat(
            estimate(ResourceType.STORAGE, Map.of("size", "1000GB", "storage_class", storageClass)))
        .isEqualTo(new MonthlyCost(low, high));
  }

  @Test
  void storageWithoutAClassIsOnSsd() {
    assertThat(estimate(ResourceType.STORAGE, Map.of("size", "1000GB")))
        .isEqualTo(new MonthlyCost(60, 100));
  }

  @ParameterizedTest
  @CsvSource({
    "l40s, 320, 600",
    "L4, 150, 300",
    "NVIDIA A100 80GB, 500, 1000",
    "l40, 250, 500",
    "RTX_4090, 120, 300"
  })
  void cardsCostByTheirModel(String model, long low, long high) {
    assertThat(estimate(ResourceType.SERVICE, Map.of("gpu", Map.of("model", model, "count", 1))))
        .isEqualTo(new MonthlyCost(low, high));
  }

  @Test
  void cardsWithoutAModelCostWhatAnUnknownOneDoes() {
    assertThat(estimate(ResourceType.SERVICE, Map.of("gpu", 2)))
        .isEqualTo(new MonthlyCost(500, 1000));
    assertThat(estimate(ResourceType.SERVICE, Map.of("gpu", Map.of("count", 2))))
        .isEqualTo(new MonthlyCost(500, 1000));
  }

  @ParameterizedTest
  @CsvSource({"load-balancer, 10, 20", "vpn, 10, 10", "subnet, 0, 0", "firewall, 0, 0"})
  void onlySomeKindsOfNetworkCost(String kind, long low, long high) {
    assertThat(estimate(ResourceType.NETWORK, Map.of("kind", kind)))
        .isEqualTo(new MonthlyCost(low, high));
  }

  @ParameterizedTest
  @CsvSource({"replicas", "nodes", "brokers", "shards"})
  void countsMultiply(String count) {
    // (10 × vCPU 5-10 + machine 2-4) × 5
    assertThat(machine(Map.of("cpu", 10, count, 5))).isEqualTo(new MonthlyCost(260, 520));
  }

  @Test
  void replicasOfShardsMultiplyTwice() {
    assertThat(machine(Map.of("cpu", 10, "replicas", 2, "shards", 5)))
        .isEqualTo(new MonthlyCost(520, 1040));
  }

  @Test
  void whatScalesItselfIsAtItsLeastOrHalfwayToItsMost() {
    // vCPU 5-10 × 10 + machine 2-4, twice in a quiet month and (2 + 7) / 2, rounded up, in a busy
    // one
    MonthlyCost expected = new MonthlyCost(100, 520);

    assertThat(machine(Map.of("cpu", 10, "autoscaling", Map.of("min", 2, "max", 7))))
        .isEqualTo(expected);
    assertThat(machine(Map.of("cpu", 10, "min_replicas", 2, "max_replicas", 7)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"memory_gb, 20", "memory_mb, 20480", "memory, 20", "memory, 20480"})
  void memoryMayBeAPlainNumber(String key, int amount) {
    assertThat(estimate(ResourceType.SERVICE, Map.of(key, amount)))
        .isEqualTo(estimate(ResourceType.SERVICE, Map.of("memory", "20GB")))
        .isEqualTo(new MonthlyCost(40, 80));
  }

  @Test
  void millicoresAreThousandths() {
    assertThat(machine(Map.of("cpu", "10000m"))).isEqualTo(machine(Map.of("cpu", 10)));
  }

  @Test
  void partsAddUp() {
    Resource machine = resource(ResourceType.COMPUTE, "machine", Map.of("cpu", 10));
    Resource disk = resource(ResourceType.STORAGE, "disk", Map.of("size", "1000GB"));
    Resource balancer = resource(ResourceType.NETWORK, "lb", Map.of("kind", "load-balancer"));

    // 52-104 + 60-100 + 10-20, rounded once and not part by part
    assertThat(CostEstimator.estimate(blueprint(machine, disk, balancer)))
        .isEqualTo(new MonthlyCost(120, 220));
  }

  @Test
  void aServiceOnSomeoneElsesMachineCostsNothing() {
    assertThat(estimate(ResourceType.SERVICE, Map.of("replicas", 3)))
        .isEqualTo(new MonthlyCost(0, 0));
  }

  @Test
  void sizesBeyondAllReasonStillHaveACost() {
    assertThat(machine(Map.of("cpu", 1e300, "replicas", Long.MAX_VALUE)).low())
        .isGreaterThan(Long.MAX_VALUE - 10);
    assertThat(machine(Map.of("cpu", Double.POSITIVE_INFINITY)).low()).isZero();
  }

  @Test
  void everyPriceIsARangeAndDearerStorageIsFaster() {
    assertThat(PriceCatalogue.BUNDLED)
        .hasSize(2)
        .allSatisfy(
            prices -> {
              assertThat(low(prices.storageGb("nvme"))).isGreaterThan(low(prices.storageGb("ssd")));
              assertThat(low(prices.storageGb("ssd"))).isGreaterThan(low(prices.storageGb("hdd")));
              assertThat(prices.gpu().values())
                  .isNotEmpty()
                  .allSatisfy(
                      gpu -> assertThat(low(gpu)).isBetween(BigDecimal.ONE, gpu.price().high()));
            });
  }

  private static BigDecimal low(ListPrice price) {
    return price.price().low();
  }

  private static MonthlyCost machine(Map<String, Object> specs) {
    return estimate(ResourceType.COMPUTE, specs);
  }

  private static MonthlyCost estimate(ResourceType type, Map<String, Object> specs) {
    return CostEstimator.estimate(blueprint(resource(type, "one", specs)));
  }

  private static Resource resource(ResourceType type, String name, Map<String, Object> specs) {
    return new Resource(type, name, Provider.PROXMOX, specs, List.of());
  }

  private static Blueprint blueprint(Resource... resources) {
    return new Blueprint(Blueprint.VERSION, "test", "", List.of(resources), Map.of());
  }
}
