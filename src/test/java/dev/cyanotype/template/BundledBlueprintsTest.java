package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.cost.MonthlyCost;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class BundledBlueprintsTest {

  static final List<String> IDS = BundledBlueprints.IDS;

  static Stream<Blueprint> blueprints() {
    return BundledBlueprints.all();
  }

  @ParameterizedTest
  @FieldSource("IDS")
  void nothingIsWrongWithAnyOfThem(String id) {
    CheckedBlueprint checked = BundledBlueprints.check(id);

    assertThat(checked.violations()).isEmpty();
    assertThat(checked.blueprint()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "simple-web-app, web, simple, Simple Web Application",
    "redis-cluster, database, simple, Redis Cluster",
    "ha-web-app, web, medium, High-Availability Web Application",
    "postgres-ha, database, medium, PostgreSQL High Availability",
    "observability-stack, monitoring, medium, Observability Stack",
    "api-gateway, networking, medium, API Gateway",
    "microservices-k8s, microservices, advanced, Kubernetes Microservices Platform",
    "data-pipeline, data, advanced, Data Pipeline",
    "ml-training, ml, advanced, ML Training Cluster",
    "zero-trust-network, security, advanced, Zero-Trust Network",
  })
  void metadataPlacesThemInTheLibrary(
      String id, String category, String complexity, String displayName) {
    Blueprint blueprint = BundledBlueprints.read(id);

    assertThat(blueprint.name()).isEqualTo(id);
    assertThat(blueprint.metadata())
        .isEqualTo(
            Map.of(
                "template", id,
                "category", category,
                "complexity", complexity,
                "display_name", displayName));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void descriptionsOpenWithAShortSentence(Blueprint blueprint) {
    String firstSentence = blueprint.description().split("\\. ", 2)[0];

    assertThat(firstSentence).hasSizeBetween(30, 110);
    assertThat(blueprint.description()).endsWith(".").isNotEqualTo(firstSentence + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "simple-web-app, load-balancer web-server database backup network firewall",
    "redis-cluster, cache failover load-balancer backup monitoring network firewall",
    "ha-web-app, cdn load-balancer web-server cache database object-storage backup monitoring firewall",
    "postgres-ha, database consensus connection-pool load-balancer backup monitoring firewall",
    "observability-stack, monitoring dashboard logging tracing alerting telemetry-collector",
    "observability-stack, object-storage load-balancer backup firewall",
    "api-gateway, gateway control-plane database cache load-balancer monitoring backup firewall",
    "microservices-k8s, control-plane worker service-mesh ingress registry certificates monitoring",
    "microservices-k8s, storage load-balancer backup firewall",
    "data-pipeline, orchestrator message-broker worker object-storage schema-registry warehouse",
    "data-pipeline, database load-balancer monitoring backup firewall",
    "ml-training, gpu-node scheduler experiment-tracking shared-storage inference database",
    "ml-training, object-storage load-balancer monitoring backup firewall",
    "zero-trust-network, certificate-authority gateway identity secrets policy-engine vpn firewall",
    "zero-trust-network, monitoring search database worker backup",
  })
  void everyPartThatTheDesignNeedsIsThere(String id, String roles) {
    assertThat(texts(BundledBlueprints.read(id), "role")).contains(roles.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "simple-web-app, caddy nginx postgresql",
    "redis-cluster, redis redis-sentinel haproxy",
    "ha-web-app, varnish haproxy keepalived nginx redis postgresql",
    "postgres-ha, postgresql patroni etcd haproxy pgbouncer pgbackrest",
    "observability-stack, prometheus grafana loki jaeger alertmanager opentelemetry-collector",
    "api-gateway, kong postgresql redis",
    "microservices-k8s, kubernetes etcd istio harbor cert-manager prometheus ceph velero",
    "data-pipeline, airflow kafka spark minio schema-registry clickhouse",
    "ml-training, slurm mlflow triton cuda minio",
    "zero-trust-network, spire pomerium keycloak vault opa wireguard opnsense wazuh",
  })
  void everyProductThatTheReferenceNamesIsThere(String id, String products) {
    Set<String> technologies =
        BundledBlueprints.read(id).resources().stream()
            .flatMap(resource -> list(resource, "technology"))
            .collect(Collectors.toSet());

    assertThat(technologies).contains(products.split(" "));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void whatRunsIsCheckedAndHasAPlaceInTheNetwork(Blueprint blueprint) {
    assertThat(running(blueprint))
        .allSatisfy(
            resource -> {
              assertThat(resource.specs())
                  .containsKeys("role", "technology", "version", "ports", "network");
              assertThat(resource.specs().get("health_check"))
                  .asInstanceOf(InstanceOfAssertFactories.MAP)
                  .containsKeys("type", "interval", "timeout", "retries")
                  .containsAnyOf(
                      Map.entry("type", "http"),
                      Map.entry("type", "tcp"),
                      Map.entry("type", "command"));
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void healthChecksAskAPortThatIsListenedOn(Blueprint blueprint) {
    assertThat(running(blueprint))
        .allSatisfy(
            resource -> {
              Map<?, ?> check = (Map<?, ?>) resource.specs().get("health_check");
              if (check.get("type").equals("command")) {
                assertThat(check.get("command")).asString().isNotBlank();
              } else {
                assertThat(check.get("port")).isIn((List<?>) resource.specs().get("ports"));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void whatRunsHasASizeOrSaysOnWhatItRuns(Blueprint blueprint) {
    assertThat(running(blueprint))
        .allSatisfy(
            resource -> {
              if (resource.specs().get("config") instanceof Map<?, ?> config
                  && config.get("runs_on") instanceof String host) {
                assertThat(blueprint.resource(host)).isPresent();
                assertThat((Map<?, ?>) config.get("requests")).hasSize(2);
              } else {
                assertThat(resource.specs().get("cpu")).isInstanceOf(Integer.class);
                assertThat(Quantity.parse(resource.specs().get("memory"))).isPresent();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void storageHasASizeAndAClass(Blueprint blueprint) {
    assertThat(ofType(blueprint, ResourceType.STORAGE))
        .isNotEmpty()
        .allSatisfy(
            resource -> {
              assertThat(Quantity.parse(resource.specs().get("size"))).isPresent();
              assertThat(resource.specs().get("storage_class")).isIn("nvme", "ssd", "hdd");
              assertThat(resource.specs().get("kind")).isIn("volume", "object", "backup");
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void machinesAreOnProxmoxAndContainersHaveAnImageOfAFixedVersion(Blueprint blueprint) {
    assertThat(ofType(blueprint, ResourceType.COMPUTE))
        .allSatisfy(
            machine -> {
              assertThat(machine.provider()).isEqualTo(Provider.PROXMOX);
              assertThat(machine.specs()).containsKey("os");
            });
    assertThat(running(blueprint).filter(resource -> resource.provider() == Provider.DOCKER))
        .allSatisfy(
            container ->
                assertThat((String) container.specs().get("image"))
                    .matches("[a-z0-9./-]+:.*\\d.*")
                    .doesNotContain("latest"));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void networksThatAreNamedExistWithTheSameProvider(Blueprint blueprint) {
    assertThat(blueprint.resources().stream().filter(r -> r.specs().containsKey("network")))
        .isNotEmpty()
        .allSatisfy(
            resource -> {
              Resource network =
                  blueprint.resource((String) resource.specs().get("network")).orElseThrow();
              assertThat(network.type()).isEqualTo(ResourceType.NETWORK);
              assertThat(network.specs().get("kind")).isIn("vpc", "subnet");
              assertThat(network.provider()).isEqualTo(resource.provider());
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void backupsGoToABackupStorageThatIsThereFirst(Blueprint blueprint) {
    assertThat(blueprint.resources().stream().filter(r -> r.specs().containsKey("backup")))
        .isNotEmpty()
        .allSatisfy(
            resource -> {
              Map<?, ?> backup = (Map<?, ?>) resource.specs().get("backup");
              Resource target = blueprint.resource((String) backup.get("target")).orElseThrow();
              assertThat(target.type()).isEqualTo(ResourceType.STORAGE);
              assertThat(target.specs().get("kind")).isEqualTo("backup");
              assertThat(resource.dependencies()).contains(target.name());
              assertThat((String) backup.get("schedule")).matches("(\\S+ ){4}\\S+");
              assertThat((Integer) backup.get("retention_days")).isPositive();
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void databasesAreBackedUpAndEncrypted(Blueprint blueprint) {
    assertThat(running(blueprint).filter(r -> "database".equals(r.specs().get("role"))))
        .allSatisfy(
            database ->
                assertThat(database.specs())
                    .containsKey("backup")
                    .containsEntry("encrypted", true)
                    .containsEntry("tls", true));
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void firewallRulesSpeakOfResourcesAndEndWithDenial(Blueprint blueprint) {
    List<?> rules =
        blueprint.resources().stream()
            .filter(resource -> resource.specs().containsKey("rules"))
            .map(resource -> (List<?>) resource.specs().get("rules"))
            .findFirst()
            .orElseThrow();

    assertThat(rules)
        .map(Map.class::cast)
        .allSatisfy(
            rule -> {
              assertThat(rule).containsKeys("port", "protocol", "action");
              assertThat(Stream.of(rule.get("from"), rule.get("to")))
                  .allSatisfy(end -> assertThat(end).isIn(ends(blueprint)));
            });
    assertThat((Map<?, ?>) rules.getLast()).extracting("action").isEqualTo("deny");
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void configurationThatNamesAVolumeNamesOneThatIsThereFirst(Blueprint blueprint) {
    assertThat(running(blueprint))
        .allSatisfy(
            resource -> {
              if (resource.specs().get("config") instanceof Map<?, ?> config
                  && config.get("volume") instanceof String volume) {
                assertThat(resource.dependencies()).contains(volume);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("blueprints")
  void whatVotesIsOddAndAtLeastThree(Blueprint blueprint) {
    assertThat(blueprint.resources().stream().filter(r -> r.specs().containsKey("quorum")))
        .allSatisfy(
            resource -> {
              Object count =
                  resource.specs().getOrDefault("nodes", resource.specs().get("replicas"));
              assertThat((Integer) count).isGreaterThanOrEqualTo(3).isOdd();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "simple, 6, 9, 100, 300",
    "medium, 10, 18, 300, 1000",
    "advanced, 10, 20, 1000, 5000",
  })
  void partsAndCostLieInTheBandOfTheirComplexity(
      String complexity, int fewest, int most, long lowest, long highest) {
    assertThat(
            blueprints().filter(b -> b.metadataText("complexity").orElseThrow().equals(complexity)))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            blueprint -> {
              MonthlyCost cost = CostEstimator.estimate(blueprint);
              assertThat(blueprint.resources()).hasSizeBetween(fewest, most);
              assertThat(cost.low()).as(blueprint.name()).isGreaterThanOrEqualTo(lowest);
              assertThat(cost.high()).as(blueprint.name()).isLessThanOrEqualTo(highest);
            });
  }

  @Test
  void theSimpleWebAppCostsWhatIsDocumented() {
    assertThat(CostEstimator.estimate(BundledBlueprints.read("simple-web-app")))
        .hasToString("$100-200/month");
  }

  @Test
  void kongHasPluginsForIdentityLimitsAndMetrics() {
    Resource gateway = BundledBlueprints.read("api-gateway").resource("kong-gateway").orElseThrow();

    assertThat((List<?>) gateway.specs().get("plugins"))
        .map(plugin -> ((Map<?, ?>) plugin).get("name"))
        .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
        .contains("rate-limiting", "key-auth", "jwt", "prometheus");
  }

  @Test
  void theRedisCachePersistsAndReplicates() {
    Blueprint redis = BundledBlueprints.read("redis-cluster");
    Map<?, ?> primary = config(redis, "redis-primary");
    Map<?, ?> replica = config(redis, "redis-replica");

    assertThat((Map<?, ?>) primary.get("persistence")).extracting("appendonly").isEqualTo(true);
    assertThat((Map<?, ?>) replica.get("replication")).extracting("of").isEqualTo("redis-primary");
  }

  @Test
  void postgresFailsOverByItself() {
    Map<?, ?> config = config(BundledBlueprints.read("postgres-ha"), "postgres-node");

    assertThat((Map<?, ?>) config.get("failover")).extracting("automatic").isEqualTo(true);
  }

  @Test
  void everyCallBetweenWorkloadsOfTheZeroTrustNetworkIsMutuallyAuthenticated() {
    Blueprint blueprint = BundledBlueprints.read("zero-trust-network");

    assertThat(List.of("workload", "mtls-gateway"))
        .allSatisfy(
            name -> assertThat(config(blueprint, name)).extracting("mtls").isEqualTo("strict"));
  }

  private static Map<?, ?> config(Blueprint blueprint, String resource) {
    return (Map<?, ?>) blueprint.resource(resource).orElseThrow().specs().get("config");
  }

  private static Stream<Resource> running(Blueprint blueprint) {
    return blueprint.resources().stream()
        .filter(
            resource ->
                resource.type() == ResourceType.COMPUTE || resource.type() == ResourceType.SERVICE);
  }

  private static Stream<Resource> ofType(Blueprint blueprint, ResourceType type) {
    return blueprint.resources().stream().filter(resource -> resource.type() == type);
  }

  private static Set<String> texts(Blueprint blueprint, String key) {
    return blueprint.resources().stream()
        .map(resource -> (String) resource.specs().get(key))
        .collect(Collectors.toSet());
  }

  private static Stream<String> list(Resource resource, String key) {
    return ((List<?>) resource.specs().getOrDefault(key, List.of()))
        .stream().map(String.class::cast);
  }

  private static List<String> ends(Blueprint blueprint) {
    return Stream.concat(
            blueprint.resources().stream().map(Resource::name), Stream.of("internet", "any"))
        .toList();
  }
}
