package dev.cyanotype.blueprint.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Violation;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlueprintValidatorTest {

  private static Resource resource(String name, String... dependencies) {
    return new Resource(ResourceType.COMPUTE, name, Provider.FAKE, Map.of(), List.of(dependencies));
  }

  private static Blueprint blueprint(List<Resource> resources) {
    return new Blueprint("1.0", "shop", "", resources, Map.of());
  }

  private static List<Violation> violations(Resource... resources) {
    return BlueprintValidator.validate(blueprint(List.of(resources)));
  }

  private static List<Violation> violationsOf(Map<String, Object> specs) {
    return violations(resource("db").withSpecs(specs));
  }

  @Test
  void aSoundBlueprintHasNoViolation() {
    assertThat(violations(resource("db"), resource("web", "db"), resource("lb", "web", "db")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-db", "db-", "d b", "größe", "../etc", "db/1", ".", "a\nb", "<b>", "$(x)", "-"})
  void namesThatAreNoTokensAreErrors(String name) {
    assertThat(violations(resource(name)))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("name");
              assertThat(violation.pointer()).isEqualTo("/resources/0/name");
            });
    assertThat(BlueprintValidator.validate(blueprint(List.of(resource("db"))).withName(name)))
        .extracting(Violation::pointer)
        .containsExactly("/name");
  }

  @Test
  void namesHaveAtMost63Characters() {
    assertThat(violations(resource("x".repeat(63)))).isEmpty();
    assertThat(violations(resource("x".repeat(64)))).hasSize(1);
    assertThat(violations(resource("a"))).isEmpty();
    assertThat(violations(resource("a.b_c-d9"))).isEmpty();
  }

  @Test
  void oneResourceAtLeast() {
    assertThat(violations())
        .extracting(Violation::rule, Violation::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("resources", "must have at least one resource"));
  }

  @Test
  void namesAreUnique() {
    assertThat(violations(resource("db"), resource("web"), resource("db")))
        .singleElement()
        .hasToString("/resources/2/name: 'db' is the name of resource 0 already");
  }

  @Test
  void dependenciesExist() {
    assertThat(violations(resource("db"), resource("web", "db", "cache")))
        .singleElement()
        .hasToString("/resources/1/dependencies/1: 'cache' is not a resource of this blueprint");
  }

  @Test
  void cyclesAreNamed() {
    assertThat(violations(resource("a", "b"), resource("b", "c"), resource("c", "b")))
        .singleElement()
        .satisfies(violation -> assertThat(violation.rule()).isEqualTo("dependency-cycle"))
        .hasToString("/resources/2/dependencies/0: dependencies form a cycle: b -> c -> b");
  }

  @Test
  void aResourceMayNotDependOnItself() {
    assertThat(violations(resource("a", "a")))
        .singleElement()
        .satisfies(violation -> assertThat(violation.rule()).isEqualTo("self-dependency"))
        .hasToString("/resources/0/dependencies/0: a resource cannot wait for itself");
  }

  @Test
  void twoWaysToOneDependencyAreNoCycle() {
    assertThat(
            violations(
                resource("top", "left", "right"),
                resource("left", "base"),
                resource("right", "base"),
                resource("base")))
        .isEmpty();
  }

  @Test
  void aChainOf500IsFineAndItsClosingACycle() {
    List<Resource> chain =
        IntStream.range(0, 500)
            .mapToObj(i -> i == 499 ? resource("r499") : resource("r" + i, "r" + (i + 1)))
            .toList();
    assertThat(BlueprintValidator.validate(blueprint(chain))).isEmpty();

    List<Resource> closed = new java.util.ArrayList<>(chain);
    closed.set(499, resource("r499", "r0"));
    assertThat(BlueprintValidator.validate(blueprint(closed)))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.message())
                    .startsWith("dependencies form a cycle: r0 -> r1 -> ")
                    .endsWith(" -> r499 -> r0"));
  }

  @Test
  void tenThousandResourcesAreRefusedQuickly() {
    List<Resource> many =
        IntStream.range(0, 10_000).mapToObj(i -> resource("r" + i, "r" + (i + 1), "gone")).toList();

    List<Violation> violations =
        assertTimeoutPreemptively(
            Duration.ofSeconds(2), () -> BlueprintValidator.validate(blueprint(many)));

    assertThat(violations).hasSize(100);
    assertThat(violations.getFirst().message()).isEqualTo("has 10000 resources, at most 500");
  }

  @Test
  void fiveHundredResourcesAreAllowed() {
    assertThat(
            BlueprintValidator.validate(
                blueprint(IntStream.range(0, 500).mapToObj(i -> resource("r" + i)).toList())))
        .isEmpty();
  }

  /// Each layer depends on all of the one before: as many paths as 20 to the power of 25.
  @Test
  void denseDependenciesAreCheckedQuickly() {
    List<Resource> layers =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    i < 20
                        ? resource("r" + i)
                        : resource(
                            "r" + i,
                            IntStream.range(i / 20 * 20 - 20, i / 20 * 20)
                                .mapToObj(d -> "r" + d)
                                .toArray(String[]::new)))
            .toList();

    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> assertThat(BlueprintValidator.validate(blueprint(layers))).isEmpty());
  }

  static Stream<Arguments> wrongSpecs() {
    return Stream.of(
        Arguments.of(Map.of("port", 0), "port", "/port"),
        Arguments.of(Map.of("port", 65536), "port", "/port"),
        Arguments.of(Map.of("port", -1), "port", "/port"),
        Arguments.of(Map.of("port", 80.5), "port", "/port"),
        Arguments.of(Map.of("ports", List.of(80, 70_000)), "port", "/ports/1"),
        Arguments.of(
            Map.of("listeners", List.of(Map.of("port", 99_999))), "port", "/listeners/0/port"),
        Arguments.of(Map.of("cpu", 0), "cpu", "/cpu"),
        Arguments.of(Map.of("cpu", -0.5), "cpu", "/cpu"),
        Arguments.of(Map.of("replicas", -1), "count", "/replicas"),
        Arguments.of(Map.of("nodes", 0), "count", "/nodes"),
        Arguments.of(Map.of("a/b", Map.of("shards", 0)), "count", "/a~1b/shards"),
        Arguments.of(Map.of("memory", "8 apples"), "quantity", "/memory"),
        Arguments.of(Map.of("memory", "512"), "quantity", "/memory"),
        Arguments.of(Map.of("storage", "-5GB"), "quantity", "/storage"),
        Arguments.of(Map.of("disk", "0GB"), "quantity", "/disk"),
        Arguments.of(Map.of("jvm", Map.of("heap", "2XB")), "quantity", "/jvm/heap"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSpecs")
  void specsThatCannotBeMeantAreErrors(Map<String, Object> specs, String rule, String place) {
    assertThat(violationsOf(specs))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.isError()).isTrue();
              assertThat(violation.rule()).isEqualTo(rule);
              assertThat(violation.pointer()).isEqualTo("/resources/0/specs" + place);
            });
  }

  static Stream<Map<String, Object>> rightSpecs() {
    return Stream.of(
        Map.of("port", 1),
        Map.of("port", 65535),
        Map.of("port", "6800-7300"),
        Map.of("ports", List.of(80, 443)),
        Map.of("cpu", 0.25),
        Map.of("cpu", "500m"),
        Map.of("memory", "512MB", "storage", "2 TB", "disk", "8Gi"),
        Map.of("size", "large"),
        Map.of("size", 3),
        Map.of("storage", "fast"),
        Map.of("list", Collections.nCopies(100, "x")));
  }

  @ParameterizedTest
  @MethodSource("rightSpecs")
  void specsThatCanBeMeantAreNone(Map<String, Object> specs) {
    assertThat(violationsOf(specs)).isEmpty();
  }

  @Test
  void yamlThatIsNoYamlIsAViolationWithItsLine() {
    CheckedBlueprint checked = CheckedBlueprint.fromYaml("name: shop\nresources: [\n");

    assertThat(checked.blueprint()).isEmpty();
    assertThat(checked.errors())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo("yaml-syntax");
              assertThat(violation.line()).isNotNull();
            });
  }

  @Test
  void violationsOfYamlHaveTheirLines() {
    CheckedBlueprint checked =
        CheckedBlueprint.fromYaml(
            """
            name: shop
            extra: 1
            resources:
              - type: compute
                name: db
                provider: fake
                dependencies: [web]
            """);

    assertThat(checked.errors())
        .singleElement()
        .hasToString(
            "/resources/0/dependencies/0 (line 7): 'web' is not a resource of this blueprint");
    assertThat(checked.warnings()).singleElement().asString().startsWith("/extra (line 2): ");
  }

  @Test
  void jsonIsReadToo() {
    String json =
        """
        {"name": "shop", "description": "\\u00e9 \\ud83d\\ude00",
         "resources": [{"type": "compute", "name": "db", "provider": "fake"}]}
        """;

    assertThat(CheckedBlueprint.fromYaml(json).blueprint().orElseThrow().description())
        .isEqualTo("é 😀");
  }

  private static List<String> filesErrors(String files) {
    return filesErrors(files, "[]");
  }

  private static List<String> filesErrors(String files, String volumes) {
    return CheckedBlueprint.fromYaml(
            """
            name: shop
            resources:
              - {type: service, name: web, provider: docker, specs: {files: %s, volumes: %s}}
            """
                .formatted(files, volumes))
        .errors()
        .stream()
        .map(error -> error.rule() + " " + error.pointer() + ": " + error.message())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['data:/etc/web']",
        "['data:/etc/web/:ro']",
        "'data:/etc//web/conf'",
        "[{name: data, path: /etc/web}]",
        "[{source: data, target: /etc/web/}]"
      })
  void filesAreNotWhereVolumesAreMounted(String volumes) {
    assertThat(filesErrors("[{path: /etc/web, content: x}]", volumes))
        .singleElement()
        .asString()
        .startsWith("files /resources/0/specs/files/0/path: '/etc/web' cannot be a file, a volume");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['data:/etc']",
        "['data:/']",
        "['data:/etc/website']",
        "[data]",
        "[{name: data}]",
        "[{name: data, path: web}]",
        "3"
      })
  void filesAreBesideAndBelowVolumes(String volumes) {
    assertThat(filesErrors("[{path: /etc/web, content: x}]", volumes)).isEmpty();
  }

  @Test
  void filesAreEachThereOnceAndNotWithinEachOther() {
    assertThat(filesErrors("[{path: /a/b, content: x}, {path: /a/c, content: y}]")).isEmpty();
    assertThat(filesErrors("[{path: /a, content: x}, {path: /a, content: y}]"))
        .containsExactly(
            "files /resources/0/specs/files/1/path: '/a' is the path of file 0 already");
    assertThat(filesErrors("[{path: /a/b/c, content: x}, {path: /a, content: y}]"))
        .containsExactly(
            "files /resources/0/specs/files/0/path: '/a/b/c' lies below file 1, which is no folder");
  }

  @Test
  void filesAreBounded() {
    String many =
        IntStream.range(0, 33)
            .mapToObj("{path: /f%d, content: x}"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    String large = "[{path: /a, content: %s}]".formatted("ä".repeat((32 << 10) + 1));
    String largeTogether =
        IntStream.range(0, 5)
            .mapToObj(i -> "\n  {path: /f%d, content: %s}".formatted(i, "x".repeat(60_000)))
            .collect(Collectors.joining(", ", "[", "]"));

    assertThat(filesErrors(many))
        .containsExactly("files /resources/0/specs/files: has 33 files, at most 32");
    assertThat(filesErrors(large))
        .containsExactly(
            "files /resources/0/specs/files/0/content: has 65538 bytes, at most 65536");
    assertThat(filesErrors(largeTogether))
        .containsExactly(
            "files /resources/0/specs/files: have 300000 bytes together, at most 262144");
  }

  @Test
  void aFileSaysWhereItIsInTheContainer() {
    assertThat(filesErrors("[{path: ../etc/passwd, content: x}]"))
        .singleElement()
        .asString()
        .contains("/files/0/path", "absolute, without '..'");
    assertThat(filesErrors("[{path: /a, content: x, mode: 644}]"))
        .singleElement()
        .asString()
        .contains("/files/0/mode", "'0644'");
  }
}
