package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

  @ParameterizedTest
  @CsvSource({"1, 1.5, 2", "2, 1.5, 3", "4, 0.1, 1", "3, 1.2, 4", "8, 100, 800", "1, 0.001, 1"})
  void wholeProcessorsRoundUp(int cpus, String factor, int expected) {
    assertThat(scaled("cpu", cpus, factor)).isEqualTo(expected);
  }

  @Test
  void aWholeNumberOfProcessorsMayBeWrittenAsADecimal() {
    assertThat(scaled("cpu", 2.0, "1.2")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1.1, 0.75", "0.25, 0.1, 0.25", "0.75, 3, 2.25", "0.3, 2, 0.75"})
  void partsOfAProcessorMoveInQuarters(double cpus, String factor, double expected) {
    assertThat(scaled("cpu", cpus, factor)).isEqualTo(expected);
  }

  @Test
  void partsOfAProcessorThatBecomeWholeAreWrittenWhole() {
    assertThat(scaled("cpu", 0.5, "4")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "500m, 1.5, 750m",
    "100m, 0.333, 34m",
    "1m, 0.1, 1m",
    "2, 1.5, 3",
    "0.5, 1.1, 0.75",
    "several, 2, several"
  })
  void processorsInTextKeepTheirNotation(String cpus, String factor, String expected) {
    assertThat(scaled("cpu", cpus, factor)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 8GB, 2, 16GB", "memory, 512MB, 4, 2GB", "memory, 4Gi, 1.5, 6Gi",
    "memory, 1GB, 0.1, 103MB", "storage, 80GB, 1.5, 120GB", "disk, 512GB, 2, 1TB",
    "size, 200GB, 3, 600GB", "memory, plenty, 2, plenty"
  })
  void quantitiesKeepTheirUnits(String key, String quantity, String factor, String expected) {
    assertThat(scaled(key, quantity, factor)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "memory_mb, 512, 1.5, 768", "memory_gb, 1, 0.1, 1", "storage_gb, 50, 2, 100",
    "disk_gb, 33, 1.5, 50", "max_memory_mb, 100, 3, 300", "memory, 4096, 0.5, 2048"
  })
  void plainNumbersStayWholeAndAboveNothing(String key, int size, String factor, int expected) {
    assertThat(scaled(key, size, factor)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicas", "nodes", "shards", "brokers", "min_replicas", "max_replicas"})
  void countsRoundUpAndNeverVanish(String count) {
    assertThat(scaled(count, 3, "1.5")).isEqualTo(5);
    assertThat(scaled(count, 3, "0.1")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 7",
    "3, 1.5, 5",
    "3, 0.1, 3",
    "5, 0.5, 3",
    "1, 0.5, 1",
    "1, 2, 3",
    "7, 0.9, 7"
  })
  void whatVotesStaysOddAndKeepsItsMajority(int nodes, String factor, int expected) {
    assertThat(scale(Map.of("nodes", nodes, "quorum", true), factor))
        .containsEntry("nodes", expected);
  }

  @Test
  void autoscalingBoundsScaleAndItsTargetDoesNot() {
    Map<String, Object> specs =
        Map.of("autoscaling", Map.of("min", 2, "max", 5, "target_cpu_percent", 70));

    assertThat(scale(specs, "1.5").get("autoscaling"))
        .isEqualTo(Map.of("min", 3, "max", 8, "target_cpu_percent", 70));
    assertThat(scale(specs, "0.1").get("autoscaling"))
        .isEqualTo(Map.of("min", 1, "max", 1, "target_cpu_percent", 70));
  }

  @Test
  void crossedBoundsAreUncrossed() {
    assertThat(scale(Map.of("autoscaling", Map.of("min", 6, "max", 2)), "2").get("autoscaling"))
        .isEqualTo(Map.of("min", 12, "max", 12));
    assertThat(scale(Map.of("min_replicas", 4, "max_replicas", 1), "2"))
        .isEqualTo(Map.of("min_replicas", 8, "max_replicas", 8));
  }

  @Test
  void moreCardsAreAddedButACardKeepsItsMemory() {
    assertThat(
            scale(Map.of("gpu", Map.of("model", "l4", "count", 1, "memory", "24GB")), "3")
                .get("gpu"))
        .isEqualTo(Map.of("model", "l4", "count", 3, "memory", "24GB"));
  }

  @Test
  void nestedMapsAndListsScaleToo() {
    Map<String, Object> specs =
        Map.of(
            "config", Map.of("executor", Map.of("cpu", 4, "memory", "14GB"), "shards", 2),
            "node_pools", List.of(Map.of("nodes", 2, "cpu", 4), Map.of("nodes", 1, "cpu", 8)));

    assertThat(scale(specs, "2"))
        .isEqualTo(
            Map.of(
                "config", Map.of("executor", Map.of("cpu", 8, "memory", "28GB"), "shards", 4),
                "node_pools",
                    List.of(Map.of("nodes", 4, "cpu", 8), Map.of("nodes", 2, "cpu", 16))));
  }

  @Test
  void whatIsNoSizeStays() {
    Map<String, Object> specs =
        Map.ofEntries(
            Map.entry("version", "17"),
            Map.entry("image", "postgres:17.2"),
            Map.entry("ports", List.of(80, 443)),
            Map.entry("cidr", "10.0.0.0/24"),
            Map.entry("vlan", 20),
            Map.entry("listeners", List.of(Map.of("port", 443, "tls", true))),
            Map.entry("health_check", Map.of("interval", "10s", "timeout", "3s", "retries", 3)),
            Map.entry("backup", Map.of("retention_days", 14, "size", "1GB")),
            Map.entry("retention", Map.of("days", 3, "size", "50GB")),
            Map.entry("plugins", List.of(Map.of("name", "cache", "config", Map.of("memory", 5)))),
            Map.entry("config", Map.of("pool_size", 20, "size", 7, "shared_buffers", "25%")),
            Map.entry("nodes", "all"),
            Map.entry("replicas", -1),
            Map.entry("cpu", 0));

    assertThat(scale(specs, "3")).isEqualTo(specs);
  }

  @Test
  void onlyTheSizeOfStorageMayBeAPlainNumber() {
    Map<String, Object> specs = Map.of("size", 100);

    assertThat(scale(ResourceType.STORAGE, specs, "2")).isEqualTo(Map.of("size", 200));
    assertThat(scale(ResourceType.SERVICE, specs, "2")).isEqualTo(specs);
  }

  @Test
  void numbersBeyondAllReasonDoNotOverflow() {
    assertThat(scaled("replicas", Integer.MAX_VALUE, "100")).isEqualTo(Integer.MAX_VALUE * 100L);
    assertThat(scaled("replicas", Long.MAX_VALUE, "100")).isEqualTo(Long.MAX_VALUE);
    assertThat(scaled("cpu", Double.POSITIVE_INFINITY, "2")).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void aFactorOfOneChangesNothing() {
    Blueprint blueprint = BundledBlueprints.read("data-pipeline");

    assertThat(Scaling.scale(blueprint, new BigDecimal("1.00"))).isEqualTo(blueprint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "100.01"})
  void factorsOutOfBoundsAreRefused(String factor) {
    Blueprint blueprint = BundledBlueprints.read("simple-web-app");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scaling.scale(blueprint, new BigDecimal(factor)))
        .withMessageContaining(factor);
  }

  @Test
  void namesOrderAndDependenciesStay() {
    Blueprint blueprint = BundledBlueprints.read("ha-web-app");
    Blueprint scaled = Scaling.scale(blueprint, BigDecimal.TEN);

    assertThat(scaled.resources())
        .map(resource -> resource.withSpecs(Map.of()))
        .isEqualTo(
            blueprint.resources().stream().map(resource -> resource.withSpecs(Map.of())).toList());
    assertThat(scaled.resource("web-server").orElseThrow().specs().keySet())
        .containsExactlyElementsOf(blueprint.resource("web-server").orElseThrow().specs().keySet());
  }

  private static Object scaled(String key, Object value, String factor) {
    return scale(Map.of(key, value), factor).get(key);
  }

  private static Map<String, Object> scale(Map<String, Object> specs, String factor) {
    return scale(ResourceType.COMPUTE, specs, factor);
  }

  private static Map<String, Object> scale(
      ResourceType type, Map<String, Object> specs, String factor) {
    Resource resource = new Resource(type, "one", Provider.PROXMOX, specs, List.of());
    Blueprint blueprint = new Blueprint(Blueprint.VERSION, "test", "", List.of(resource), Map.of());
    return Scaling.scale(blueprint, new BigDecimal(factor)).resources().getFirst().specs();
  }
}
