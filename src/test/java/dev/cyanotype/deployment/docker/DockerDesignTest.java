package dev.cyanotype.deployment.docker;

import static dev.cyanotype.deployment.docker.TestingDocker.blueprint;
import static dev.cyanotype.deployment.docker.TestingDocker.resource;
import static dev.cyanotype.deployment.docker.TestingDocker.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.Wanted;
import dev.cyanotype.deployment.WantedResource;
import dev.cyanotype.problem.FieldError;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Docker would make of blueprints; needs no daemon.
class DockerDesignTest {

  private static Wanted wanted(Resource... resources) {
    return wanted(Map.of(), resources);
  }

  private static Wanted wanted(Map<String, String> secrets, Resource... resources) {
    return TestingDocker.engine(secrets)
        .wanted(new Target("0f8fad5b-d9cb", 1, blueprint("shop", resources)));
  }

  private static EngineException refusal(Resource... resources) {
    return catchThrowableOfType(EngineException.class, () -> wanted(resources));
  }

  private static WantedResource of(Wanted wanted, String name) {
    return wanted.resources().stream().filter(one -> one.name().equals(name)).findFirst().get();
  }

  @Test
  void whatRunsIsInItsNetworksAndHasItsVolumes() {
    Wanted wanted =
        wanted(
            service(
                "db",
                Map.of(
                    "image",
                    "postgres:17",
                    "network",
                    "inside",
                    "cpu",
                    2,
                    "memory",
                    "4GB",
                    "volumes",
                    List.of("data:/var/lib/postgresql/data"))),
            resource(ResourceType.NETWORK, "inside", Map.of("cidr", "10.1.0.0/24")),
            resource(ResourceType.STORAGE, "data", Map.of("size", "10GB")));

    assertThat(of(wanted, "db").dependencies()).containsExactly("inside", "data");
    assertThat(of(wanted, "db").settings())
        .containsEntry("image", "postgres:17")
        .containsEntry("cpus", "2")
        .containsEntry("memory_bytes", "4294967296")
        .containsEntry("volumes", "data:/var/lib/postgresql/data");
    assertThat(of(wanted, "inside").settings()).containsEntry("subnet", "10.1.0.0/24");
    assertThat(wanted.warnings()).anyMatch(one -> one.contains("data") && one.contains("size"));
  }

  @Test
  void containersWithoutNetworkShareOneAndDataHasAVolume() {
    Wanted wanted =
        wanted(
            service("db", Map.of("role", "database", "technology", "postgresql", "storage", "9GB")),
            service("default-network", Map.of()));

    assertThat(wanted.resources())
        .extracting(WantedResource::name)
        .containsExactly("default-network-own", "db-data", "db", "default-network");
    assertThat(of(wanted, "db").settings())
        .containsEntry("networks", "default-network-own")
        .containsEntry("volumes", "db-data:/var/lib/postgresql/data");
  }

  @Test
  void whatDockerHasNotIsWarnedOf() {
    Wanted wanted =
        wanted(
            service("web", Map.of("replicas", 2, "ports", List.of("80:8080"))),
            service("other", Map.of("ports", List.of("80:8080"), "domain", "example.org")),
            resource(ResourceType.NETWORK, "edge", Map.of("kind", "cdn")),
            resource(ResourceType.NETWORK, "wall", Map.of("kind", "firewall", "rules", List.of())));

    assertThat(wanted.resources())
        .extracting(WantedResource::name)
        .containsExactly("default-network", "web", "other");
    assertThat(String.join("\n", wanted.warnings()))
        .contains(
            "edge: left out, Docker has no cdn",
            "wall: its rules are left out",
            "web: its ports are published for the first",
            "other: port 80 of the host is another container's",
            "other: no counterpart in Docker for domain");
    assertThat(of(wanted, "other").settings()).containsEntry("ports", "any:8080/tcp");
  }

  @Test
  void everythingThatCannotBeIsRefusedWithItsPlace() {
    EngineException refusal =
        refusal(
            service("ok", Map.of()),
            resource(ResourceType.SERVICE, "none", Map.of()),
            service(
                "secret", Map.of("env", Map.of("DB/URL", "x", "URL", "db://${DB_PASSWORD}@db"))),
            service("many", Map.of("replicas", 5000)),
            service("folder", Map.of("volumes", List.of("./data:/data"))),
            service("restart", Map.of("restart", "sometimes")));

    assertThat(refusal.kind()).isEqualTo(EngineException.Kind.REFUSED);
    assertThat(refusal.errors())
        .extracting(FieldError::pointer)
        .containsExactly(
            "/resources/1/specs/image",
            "/resources/2/specs/env/URL",
            "/resources/3/specs/replicas",
            "/resources/4/specs/volumes",
            "/resources/5/specs/restart");
    assertThat(refusal.errors().get(1).message())
        .contains("${DB_PASSWORD}", "CYANOTYPE_SECRETS_DB_PASSWORD");
  }

  @Test
  void secretsAreFilledInAndShownAsDigests() {
    Resource web =
        service(
            "web",
            Map.of(
                "env",
                Map.of("URL", "db://${DB_PASSWORD}@db", "API_KEY", "inline-secret"),
                "command",
                "serve --key ${DB_PASSWORD}"));

    Wanted wanted = wanted(Map.of("DB_PASSWORD", "swordfish"), web);

    assertThat(of(wanted, "web").settings())
        .containsEntry("env.URL", Settings.digest("db://swordfish@db"))
        .containsEntry("env.API_KEY", Settings.digest("inline-secret"));
    assertThat(wanted.toString()).doesNotContain("swordfish", "inline-secret");
    DockerPart part =
        DockerDesign.of(blueprint("shop", web), _ -> Optional.of("swordfish"), false)
            .part("web")
            .get();
    assertThat(part.toString()).doesNotContain("swordfish", "inline-secret");
  }

  @Test
  void secretsThatHaveToBeEscapedAreHiddenToo() {
    String secret = "sword\"fi\nsh\\";
    Resource web = service("web", Map.of("command", List.of("serve", "--key=${DB_PASSWORD}")));

    Wanted wanted = wanted(Map.of("DB_PASSWORD", secret), web);
    DockerPart.Container part =
        (DockerPart.Container)
            DockerDesign.of(blueprint("shop", web), _ -> Optional.of(secret), false)
                .part("web")
                .get();

    assertThat(of(wanted, "web").settings().get("command")).startsWith("sha256:");
    assertThat(part.masked("exec: \"--key=sword\\\"fi\\nsh\\\\\": not found, " + secret))
        .isEqualTo("exec: \"--key=***\": not found, ***");
  }

  @Test
  void imagesHaveNoSecretsInTheirNames() {
    EngineException refusal =
        catchThrowableOfType(
            EngineException.class,
            () ->
                wanted(
                    Map.of("DB_PASSWORD", "swordfish"),
                    service("web", Map.of("image", "shop/${DB_PASSWORD}:1"))));

    assertThat(refusal.errors())
        .extracting(FieldError::pointer)
        .containsExactly("/resources/0/specs/image");
    assertThat(refusal.getMessage()).doesNotContain("swordfish");
  }

  @Test
  void hostIsClosedUnlessItIsOpened() {
    Resource[] resources = {
      service("root", Map.of("privileged", true)),
      service("spy", Map.of("volumes", List.of("/var/run/docker.sock:/docker.sock")))
    };

    assertThat(refusal(resources).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/resources/0/specs/privileged", "/resources/1/specs/volumes");
    assertThat(refusal(resources).errors())
        .allMatch(one -> one.message().contains("CYANOTYPE_DEPLOYMENT_DOCKER_ALLOW_HOST_ACCESS"));
    Wanted wanted =
        TestingDocker.engine(TestingDocker.config().withOpenHost())
            .wanted(new Target("0f8fad5b-d9cb", 1, blueprint("shop", resources)));
    assertThat(String.join("\n", wanted.warnings()))
        .contains("root: privileged", "spy: reads the host's own folder /var/run/docker.sock");
  }

  @Test
  void whatTheHostHasNotIsRefusedOrWarnedOf() {
    DockerDesign design =
        DockerDesign.of(
            blueprint(
                "shop",
                service("fits", Map.of("cpu", 4)),
                service("big", Map.of("cpu", "4.5", "memory", "64GB"))),
            _ -> Optional.empty(),
            false);

    EngineException refusal =
        catchThrowableOfType(
            EngineException.class, () -> design.checkFits(new Machine(4, 32L << 30)));

    assertThat(refusal.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.pointer()).isEqualTo("/resources/1/specs/cpu");
              assertThat(error.message()).contains("4.5", "4");
            });
    assertThat(design.wanted().warnings()).anyMatch(one -> one.startsWith("big: its memory"));
    assertThat(refusal(service("tiny", Map.of("memory", "1MB"))).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/resources/0/specs/memory");
  }

  @Test
  void secretsComeFromTheEnvironmentAsTheyAre() {
    SuppliedSecrets secrets =
        SuppliedSecrets.of(
            new SmallRyeConfigBuilder()
                .withSources(
                    new EnvConfigSource(Map.of("CYANOTYPE_SECRETS_DB_PASSWORD", "a${b}\\c"), 300))
                .build());

    assertThat(secrets.of("DB_PASSWORD")).contains("a${b}\\c");
    assertThat(secrets.of("db_password")).contains("a${b}\\c");
    assertThat(secrets.of("PATH")).isEmpty();
  }

  @Test
  void namesFitAndDiffer() {
    Target target =
        new Target(
            "0F8FAD5B-d9cb-469f-a165-70867728950e",
            1,
            blueprint("A very long name indeed, äöü and more"));
    List<String> resources =
        List.of(
            "web",
            "Web",
            "web.a",
            "web-a",
            "web_a",
            "x".repeat(63),
            "x".repeat(62) + "y",
            "1",
            "-");

    Set<String> names = new HashSet<>();
    for (String resource : resources) {
      String name = Names.of(target, resource, 100);
      assertThat(name).matches("[a-z0-9][a-z0-9-]*").hasSizeLessThanOrEqualTo(63);
      assertThat(names.add(name)).as(name).isTrue();
    }
    assertThat(Names.of(target, "web", 1)).isEqualTo("a-very-long-name-ind-0f8fad5b-web-1");
  }

  @Test
  void addressesAreReadAsDockersClientsDo() {
    assertThat(DockerAddress.of(config("", "", null)).toString()).isEqualTo(DockerAddress.DEFAULT);
    assertThat(DockerAddress.of(config("tcp://host", "", null)).toString())
        .isEqualTo("tcp://host:2375");
    assertThat(DockerAddress.of(config("tcp://host", "1", null)).toString())
        .isEqualTo("tcp://host:2376");
    assertThat(DockerAddress.of(config("tcp://[::1]:99", "", null)).toString())
        .isEqualTo("tcp://[::1]:99");
    Stream.of("ssh://host", "host:2375", "npipe:////./pipe/x", "unix://", "tcp://a b")
        .forEach(
            host ->
                assertThat(TestingDocker.engine(config(host, "", null)).unconfigured())
                    .hasValueSatisfying(one -> assertThat(one).contains(host, "unix:///path")));
  }

  private static TestingDocker.Config config(
      String host, String verify, java.nio.file.Path certificates) {
    TestingDocker.Config at = TestingDocker.Config.at(host);
    return new TestingDocker.Config(
        at.host(),
        Optional.of(verify),
        Optional.ofNullable(certificates),
        at.timeout(),
        at.startPeriod(),
        at.allowHostAccess());
  }

  private static Map<String, Object> file(String path, String content) {
    return Map.of("path", path, "content", content);
  }

  @Test
  void filesAreTakenAsTheyAreAndStandInPlansAsDigests() {
    Resource one = service("web", Map.of("files", List.of(file("/etc/a.conf", "user ${NAME};"))));
    Resource other = service("web", Map.of("files", List.of(file("/etc/a.conf", "user b;"))));

    String digest = of(wanted(one), "web").settings().get("file./etc/a.conf");

    assertThat(digest).startsWith("sha256:");
    assertThat(of(wanted(other), "web").settings().get("file./etc/a.conf")).isNotEqualTo(digest);
    assertThat(wanted(one).warnings()).noneMatch(warning -> warning.contains("files"));
  }

  @Test
  void filesOfWhatIsReadOnlyAreRefused() {
    EngineException refusal =
        refusal(service("web", Map.of("read_only", true, "files", List.of(file("/a", "b")))));

    assertThat(refusal.errors())
        .extracting(FieldError::pointer)
        .containsExactly("/resources/0/specs/files");
  }

  @Test
  void aCheckThatIsAListNeedsNoShell() {
    Wanted wanted =
        wanted(
            service(
                "one",
                Map.of(
                    "health_check",
                    Map.of("type", "command", "command", List.of("/one", "--check")))));

    assertThat(of(wanted, "one").settings().get("health_check")).startsWith("/one --check every");
    assertThat(wanted.warnings()).noneMatch(one -> one.contains("health check"));
  }

  @Test
  void whatAnImageNeedsIsAWarningOfThePlan() {
    Wanted wanted = wanted(service("db", Map.of("image", "postgres:17")));

    assertThat(wanted.warnings())
        .anyMatch(one -> one.contains("does not start without POSTGRES_PASSWORD"));
  }

  private static Stream<String> templates() {
    return Stream.of("simple-web-app", "api-gateway", "observability-stack");
  }

  private static Wanted template(String id, SuppliedSecrets secrets) {
    Blueprint blueprint = CheckedBlueprint.fromYaml(BundledYaml.text(id)).blueprint().orElseThrow();
    return DockerDesign.of(blueprint, secrets, false).wanted();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void templatesTellWhatToSupplyAndNeedNothingElse(String id) {
    assertThat(template(id, _ -> Optional.of("supplied")).warnings())
        .noneMatch(one -> one.contains("does not start without"));
    assertThat(
            catchThrowableOfType(EngineException.class, () -> template(id, _ -> Optional.empty()))
                .errors())
        .isNotEmpty()
        .allSatisfy(
            error ->
                assertThat(error.message()).contains("start this service with CYANOTYPE_SECRETS_"));
  }
}
