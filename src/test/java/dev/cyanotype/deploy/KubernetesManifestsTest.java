package dev.cyanotype.deploy;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.notNullValue;

import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads `deploy/k8s` as strictly as the API server would, and holds it against the service itself:
/// its port, its health checks, its template folder.
@QuarkusTest
class KubernetesManifestsTest {

  private static final Path FOLDER = Path.of("deploy", "k8s");
  private static final String KUSTOMIZATION = "kustomization.yaml";

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith(KUSTOMIZATION))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyManifestHasOnlyFieldsOfTheApi(Path manifest) throws IOException {
    assertThat(Manifests.read(Files.readString(manifest)))
        .isNotEmpty()
        .allSatisfy(
            resource -> assertThat(resource.getMetadata().getName()).startsWith("cyanotype"));
  }

  @ParameterizedTest
  @CsvSource({
    "deployment.yaml, 'kind: Deployment', 'kind: Deployment\nspecs: {}', specs",
    "deployment.yaml, revisionHistoryLimit, revisionHistorieLimit, revisionHistorieLimit",
    "deployment.yaml, maxUnavailable, maxUnavailible, maxUnavailible",
    "deployment.yaml, terminationGracePeriodSeconds, terminationGracePeriod, terminationGracePeriod",
    "deployment.yaml, readOnlyRootFilesystem, readonlyRootFilesystem, readonlyRootFilesystem",
    "deployment.yaml, failureThreshold, failureTreshold, failureTreshold",
    "deployment.yaml, sizeLimit, sizelimit, sizelimit",
    "deployment.yaml, whenUnsatisfiable, whenUnsatisfied, whenUnsatisfied",
    "deployment.yaml, 'optional: true', 'optionnal: true', optionnal",
    "hpa.yaml, averageUtilization, averageUtilisation, averageUtilisation",
    "hpa.yaml, stabilizationWindowSeconds, stabilisationWindowSeconds, stabilisationWindowSeconds",
    "pdb.yaml, matchLabels, matchLabel, matchLabel",
    "service.yaml, targetPort, targetport, targetport",
    "serviceaccount.yaml, automountServiceAccountToken, automountToken, automountToken",
    "configmap.yaml, '\ndata:', '\ndatas:', datas",
  })
  void misspeltFieldIsRefused(String file, String field, String misspelt, String named)
      throws IOException {
    String text = text(file);
    assertThat(text).contains(field);

    assertThatThrownBy(() -> Manifests.read(text.replaceFirst(field, misspelt)))
        .hasMessageContaining("Unrecognized field \"" + named + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "deployment.yaml, prometheus.io/port: \"8000\", prometheus.io/port: 8000",
    "deployment.yaml, prometheus.io/scrape: \"true\", prometheus.io/scrape: true",
    "deployment.yaml, runAsUser: 1001, runAsUser: \"1001\"",
    "hpa.yaml, minReplicas: 2, minReplicas: two",
    "configmap.yaml, QUARKUS_SHUTDOWN_TIMEOUT: 30s, QUARKUS_SHUTDOWN_TIMEOUT: 30",
  })
  void valueOfTheWrongTypeIsRefused(String file, String value, String wrong) throws IOException {
    String text = text(file);
    assertThat(text).contains(value);

    assertThatThrownBy(() -> Manifests.read(text.replace(value, wrong)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fieldGivenTwiceIsRefused() throws IOException {
    String text = text("service.yaml").replace("port: 80\n", "port: 80\n      port: 81\n");

    assertThatThrownBy(() -> Manifests.read(text)).hasMessageContaining("duplicate key port");
  }

  @Test
  void kindOfAnotherApiVersionIsRefused() throws IOException {
    String text = text("hpa.yaml").replace("autoscaling/v2", "autoscaling/v1");

    assertThatThrownBy(() -> Manifests.read(text)).hasMessageContaining("autoscaling/v1");
  }

  @Test
  void kustomizationListsEveryManifestAndSetsTheImage() throws IOException {
    Map<String, Object> kustomization = Manifests.tree(text(KUSTOMIZATION));
    List<String> names = manifests().stream().map(file -> file.getFileName().toString()).toList();

    assertThat(kustomization).containsOnlyKeys("apiVersion", "kind", "resources", "images");
    assertThat(kustomization)
        .containsEntry("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .containsEntry("kind", "Kustomization")
        .containsEntry("resources", names);
    assertThat(kustomization.get("images"))
        .isEqualTo(
            List.of(
                Map.of("name", "cyanotype", "newName", "cyanotype", "newTag", "1.0.0-SNAPSHOT")));
    assertThat(container().getImage()).isEqualTo("cyanotype:1.0.0-SNAPSHOT");
  }

  @Test
  void containerListensWhereTheServiceDoes() throws IOException {
    int port = Integer.parseInt(settings().getProperty("quarkus.http.port"));

    assertThat(container().getPorts())
        .singleElement()
        .satisfies(
            containerPort -> {
              assertThat(containerPort.getContainerPort()).isEqualTo(port);
              assertThat(containerPort.getName()).isEqualTo("http");
            });
    assertThat(deployment().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("prometheus.io/port", String.valueOf(port));
  }

  @Test
  void probesAskForTheHealthChecksThatTheServiceHas() {
    assertProbe(container().getStartupProbe(), "/q/health/started");
    assertProbe(container().getLivenessProbe(), "/q/health/live");
    assertProbe(container().getReadinessProbe(), "/q/health/ready");
  }

  private static void assertProbe(Probe probe, String path) {
    HTTPGetAction get = probe.getHttpGet();
    assertThat(get.getPath()).isEqualTo(path);
    assertThat(get.getPort().getStrVal()).isEqualTo(container().getPorts().getFirst().getName());
    when().get(get.getPath()).then().body("status", notNullValue()).body("checks", notNullValue());
  }

  @Test
  void metricsAreScrapedWhereTheServiceHasThem() {
    Map<String, String> annotations =
        deployment().getSpec().getTemplate().getMetadata().getAnnotations();

    when().get(annotations.get("prometheus.io/path")).then().statusCode(200);
  }

  @Test
  void containerHasNoPrivileges() {
    var pod = pod().getSecurityContext();
    assertThat(pod.getRunAsNonRoot()).isTrue();
    assertThat(pod.getRunAsUser()).isEqualTo(1001);
    assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");

    var context = container().getSecurityContext();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(context.getCapabilities().getAdd()).isEmpty();
    assertThat(context.getPrivileged()).isNull();

    assertThat(pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod().getServiceAccountName())
        .isEqualTo(only(ServiceAccount.class).getMetadata().getName());
    assertThat(only(ServiceAccount.class).getAutomountServiceAccountToken()).isFalse();
  }

  @Test
  void temporaryFilesHaveAPlaceToGo() {
    assertThat(volumeAt("/tmp").getEmptyDir()).isNotNull();
  }

  @Test
  void memoryIsLimitedAboveWhatIsRequested() {
    var resources = container().getResources();

    assertThat(resources.getRequests()).containsKeys("cpu", "memory");
    assertThat(bytes(resources.getLimits().get("memory")))
        .isGreaterThan(bytes(resources.getRequests().get("memory")));
  }

  private static long bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity).longValueExact();
  }

  @Test
  void stoppingLeavesTimeForOpenStreams() {
    Duration shutdown =
        Duration.parse("PT" + configMap("cyanotype").getData().get("QUARKUS_SHUTDOWN_TIMEOUT"));
    Duration before =
        Duration.ofSeconds(container().getLifecycle().getPreStop().getSleep().getSeconds());

    assertThat(Duration.ofSeconds(pod().getTerminationGracePeriodSeconds()))
        .isGreaterThan(before.plus(shutdown));
  }

  @Test
  void updateTakesNoPodAwayBeforeItsSuccessorIsReady() {
    var rolling = deployment().getSpec().getStrategy().getRollingUpdate();

    assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
    assertThat(rolling.getMaxSurge().getIntVal()).isPositive();
  }

  @Test
  void everySelectorFindsThePods() {
    Map<String, String> labels = deployment().getSpec().getTemplate().getMetadata().getLabels();

    assertThat(deployment().getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(only(Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(only(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    assertThat(pod().getTopologySpreadConstraints())
        .isNotEmpty()
        .allSatisfy(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
  }

  @Test
  void servicePointsToTheContainersPort() {
    assertThat(only(Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
  }

  @Test
  void autoscalerDecidesAloneHowManyPodsThereAre() {
    var spec = only(HorizontalPodAutoscaler.class).getSpec();

    assertThat(spec.getScaleTargetRef().getApiVersion()).isEqualTo(deployment().getApiVersion());
    assertThat(spec.getScaleTargetRef().getKind()).isEqualTo(deployment().getKind());
    assertThat(spec.getScaleTargetRef().getName()).isEqualTo(deployment().getMetadata().getName());
    assertThat(deployment().getSpec().getReplicas()).isNull();
    assertThat(spec.getMinReplicas()).isBetween(2, spec.getMaxReplicas());
  }

  @Test
  void autoscalerShrinksSlowerThanItGrows() {
    var behavior = only(HorizontalPodAutoscaler.class).getSpec().getBehavior();

    assertThat(behavior.getScaleDown().getStabilizationWindowSeconds())
        .isGreaterThanOrEqualTo(300)
        .isGreaterThan(behavior.getScaleUp().getStabilizationWindowSeconds());
    assertThat(behavior.getScaleDown().getPolicies())
        .allSatisfy(policy -> assertThat(policy.getValue()).isEqualTo(1));
  }

  @Test
  void drainingANodeLeavesAPodRunning() {
    int fewest = only(HorizontalPodAutoscaler.class).getSpec().getMinReplicas();

    assertThat(only(PodDisruptionBudget.class).getSpec().getMaxUnavailable().getIntVal())
        .isBetween(1, fewest - 1);
  }

  @Test
  void settingsComeFromTheConfigMap() {
    assertThat(container().getEnvFrom())
        .first()
        .satisfies(
            source ->
                assertThat(configMap(source.getConfigMapRef().getName()).getData()).isNotEmpty());
  }

  @Test
  void enginesAreReachedByASecretThatMayBeMissing() {
    assertThat(container().getEnvFrom())
        .extracting(EnvFromSource::getSecretRef)
        .filteredOn(Objects::nonNull)
        .singleElement()
        .satisfies(
            secret -> {
              assertThat(secret.getName()).isEqualTo("cyanotype-deployment");
              assertThat(secret.getOptional()).isTrue();
            });
  }

  @Test
  void eachCallerIsLimited() {
    Map<String, String> settings = configMap("cyanotype").getData();

    assertThat(Integer.parseInt(settings.get("CYANOTYPE_RATELIMIT_REQUESTS_PER_MINUTE")))
        .isPositive();
    assertThat(Integer.parseInt(settings.get("CYANOTYPE_RATELIMIT_CONCURRENT"))).isPositive();
  }

  @Test
  void templatesAreMountedWhereTheServiceLooksForThem() {
    String folder = configMap("cyanotype").getData().get("CYANOTYPE_TEMPLATES_DIR");

    assertThat(configMap(volumeAt(folder).getConfigMap().getName())).isEqualTo(templates());
  }

  @Test
  void everyTemplateIsAValidBlueprintWithItsPlaceInTheLibrary() {
    assertThat(templates().getData())
        .isNotEmpty()
        .allSatisfy(
            (file, text) -> {
              CheckedBlueprint checked = CheckedBlueprint.fromYaml(text);
              assertThat(checked.violations()).isEmpty();
              assertThat(checked.blueprint().orElseThrow().metadata())
                  .containsKeys("category", "complexity")
                  .containsEntry("template", file.replaceFirst("\\.yaml$", ""));
            });
  }

  @Test
  void secretsAreReferencedAndNowhereWritten() throws IOException {
    assertThat(container().getEnv())
        .allSatisfy(
            (EnvVar variable) -> {
              assertThat(variable.getValue()).isNull();
              var reference = variable.getValueFrom().getSecretKeyRef();
              assertThat(reference.getKey()).isEqualTo(variable.getName());
              assertThat(reference.getOptional()).isTrue();
            })
        .extracting(
            EnvVar::getName, variable -> variable.getValueFrom().getSecretKeyRef().getName())
        .containsExactly(
            tuple("OPENAI_API_KEY", "cyanotype-llm"),
            tuple("CYANOTYPE_API_KEYS", "cyanotype-access"),
            tuple("CYANOTYPE_DATABASE_URL", "cyanotype-database"));
    assertThat(all()).doesNotHaveAnyElementsOfTypes(Secret.class);
    assertThat(configMap("cyanotype").getData().keySet())
        .noneMatch(name -> Set.of("KEY", "TOKEN", "PASSWORD").stream().anyMatch(name::contains));
  }

  /// As they are outside of tests, which choose a port of their own.
  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
      settings.load(reader);
    }
    return settings;
  }

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  private static List<HasMetadata> all() throws IOException {
    return manifests().stream().flatMap(file -> readFile(file).stream()).toList();
  }

  private static List<HasMetadata> readFile(Path file) {
    try {
      return Manifests.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T extends HasMetadata> List<T> every(Class<T> type) {
    try {
      return all().stream().filter(type::isInstance).map(type::cast).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = every(type);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Deployment deployment() {
    return only(Deployment.class);
  }

  private static PodSpec pod() {
    return deployment().getSpec().getTemplate().getSpec();
  }

  private static Container container() {
    assertThat(pod().getContainers()).hasSize(1);
    return pod().getContainers().getFirst();
  }

  private static Volume volumeAt(String folder) {
    VolumeMount mount =
        container().getVolumeMounts().stream()
            .filter(candidate -> candidate.getMountPath().equals(folder))
            .findFirst()
            .orElseThrow();
    return pod().getVolumes().stream()
        .filter(volume -> volume.getName().equals(mount.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static ConfigMap configMap(String name) {
    return every(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ConfigMap templates() {
    return configMap("cyanotype-templates");
  }
}
