package dev.cyanotype.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlueprintCodecTest {

  private static final Map<String, Object> DB =
      Map.of(
          "type",
          "compute",
          "name",
          "db",
          "provider",
          "proxmox",
          "specs",
          Map.of("cpu", 2),
          "dependencies",
          List.of());
  private static final Map<String, Object> SHOP =
      Map.of(
          "version", "1.0",
          "name", "shop",
          "description", "A shop",
          "resources", List.of(DB),
          "metadata", Map.of("category", "web"));

  private static Map<String, Object> with(Map<String, Object> tree, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(tree);
    copy.put(key, value);
    return copy;
  }

  private static Map<String, Object> shop(String key, Object value) {
    return with(SHOP, key, value);
  }

  private static Map<String, Object> withResource(String key, Object value) {
    return shop("resources", List.of(with(DB, key, value)));
  }

  @Test
  void aWholeTreeIsReadAsItStands() {
    BlueprintCodec.Reading<Blueprint> reading = BlueprintCodec.read(SHOP);

    assertThat(reading.violations()).isEmpty();
    assertThat(reading.value())
        .hasValue(
            new Blueprint(
                "1.0",
                "shop",
                "A shop",
                List.of(
                    new Resource(
                        ResourceType.COMPUTE, "db", Provider.PROXMOX, Map.of("cpu", 2), List.of())),
                Map.of("category", "web")));
  }

  @Test
  void whatMayBeLeftOutIsEmpty() {
    Map<String, Object> db = Map.of("type", "compute", "name", "db", "provider", "fake");
    Blueprint blueprint =
        BlueprintCodec.read(Map.of("name", "shop", "resources", List.of(db))).value().orElseThrow();

    assertThat(blueprint.version()).isEqualTo("1.0");
    assertThat(blueprint.description()).isEmpty();
    assertThat(blueprint.metadata()).isEmpty();
    assertThat(blueprint.resources().getFirst().specs()).isEmpty();
    assertThat(blueprint.resources().getFirst().dependencies()).isEmpty();
  }

  @Test
  void versionMayBeANumber() {
    assertThat(BlueprintCodec.read(shop("version", 1.0)).value()).isPresent();
  }

  @Test
  void textIsStripped() {
    assertThat(BlueprintCodec.read(shop("name", " shop\n")).value().orElseThrow().name())
        .isEqualTo("shop");
  }

  static Stream<Arguments> broken() {
    Map<String, Object> deep = Map.of("x", 1);
    for (int i = 0; i < 40; i++) {
      deep = Map.of("d", deep);
    }
    return Stream.of(
        Arguments.of(null, "type", "", "an object with named fields, not nothing"),
        Arguments.of(List.of(), "type", "", "an object with named fields, not a list"),
        Arguments.of("words", "type", "", "an object with named fields, not a text"),
        Arguments.of(5, "type", "", "an object with named fields, not a integer"),
        Arguments.of(shop("version", "2.0"), "version", "/version", "must be \"1.0\", not '2.0'"),
        Arguments.of(shop("name", null), "required", "/name", "is required"),
        Arguments.of(shop("name", " "), "type", "/name", "must be a text that is not empty"),
        Arguments.of(shop("name", List.of()), "type", "/name", "must be a text"),
        Arguments.of(shop("name", true), "type", "/name", "must be a text"),
        Arguments.of(shop("description", Map.of()), "type", "/description", "must be a text"),
        Arguments.of(shop("resources", null), "required", "/resources", "a list of resources"),
        Arguments.of(shop("resources", Map.of()), "required", "/resources", "not an object"),
        Arguments.of(shop("resources", List.of("db")), "type", "/resources/0", "not a text"),
        Arguments.of(shop("metadata", "web"), "type", "/metadata", "must be an object"),
        Arguments.of(
            withResource("type", "vm"),
            "type",
            "/resources/0/type",
            "'vm' is not known: use compute, network, storage, service"),
        Arguments.of(
            withResource("type", null),
            "required",
            "/resources/0/type",
            "is required: use compute, network, storage, service"),
        Arguments.of(
            withResource("provider", "aws"),
            "provider",
            "/resources/0/provider",
            "'aws' is not known: use proxmox, fake, docker"),
        Arguments.of(withResource("name", null), "required", "/resources/0/name", "is required"),
        Arguments.of(withResource("specs", List.of()), "type", "/resources/0/specs", "an object"),
        Arguments.of(
            withResource("dependencies", "db"),
            "type",
            "/resources/0/dependencies",
            "must be a list of resource names, not a text"),
        Arguments.of(
            withResource("dependencies", List.of("db", 5)),
            "type",
            "/resources/0/dependencies/1",
            "must be the name of a resource"),
        Arguments.of(
            withResource("dependencies", List.of(" ")),
            "type",
            "/resources/0/dependencies/0",
            "must be the name of a resource"),
        Arguments.of(
            shop("metadata", deep), "bounds", "/metadata" + "/d".repeat(32), "deeper than 32"),
        Arguments.of(
            shop("metadata", Map.of("many", Collections.nCopies(60_000, 1))),
            "bounds",
            "/metadata/many",
            "more than 50000 values"),
        Arguments.of(
            shop("metadata", Map.of("k".repeat(201), 1)), "bounds", "/metadata", "a key of more"),
        Arguments.of(
            shop("metadata", Map.of("\ud800", 1)), "bounds", "/metadata", "a surrogate pair"),
        Arguments.of(shop("description", "\udc00"), "bounds", "/description", "a surrogate pair"),
        Arguments.of(
            withResource("specs", Map.of("cpu", Double.POSITIVE_INFINITY)),
            "bounds",
            "/resources/0/specs/cpu",
            "is too large a number"));
  }

  @ParameterizedTest(name = "{2} {3}")
  @MethodSource("broken")
  void structuralErrorsNameTheirPlaceAndRemedy(
      Object tree, String rule, String pointer, String message) {
    BlueprintCodec.Reading<Blueprint> reading = BlueprintCodec.read(tree);

    assertThat(reading.value()).isEmpty();
    assertThat(reading.violations())
        .anySatisfy(
            violation -> {
              assertThat(violation.isError()).isTrue();
              assertThat(violation.rule()).isEqualTo(rule);
              assertThat(violation.pointer()).startsWith(pointer);
              assertThat(violation.message()).contains(message);
            });
  }

  @Test
  void everyErrorIsToldAtOnce() {
    Map<String, Object> broken =
        Map.of("resources", List.of(Map.of("type", "vm"), Map.of("name", "x")));

    assertThat(BlueprintCodec.read(broken).violations())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(
            "/name",
            "/resources/0/type",
            "/resources/0/name",
            "/resources/0/provider",
            "/resources/1/type",
            "/resources/1/provider");
  }

  @Test
  void unknownFieldsAreWarningsAndLeftOut() {
    BlueprintCodec.Reading<Blueprint> reading =
        BlueprintCodec.read(with(withResource("a/b", 1), "extra", 1));

    assertThat(reading.value()).isPresent();
    assertThat(reading.violations())
        .allMatch(violation -> !violation.isError() && violation.rule().equals("unknown-field"))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/extra", "/resources/0/a~1b");
  }

  @Test
  void longValuesAreCutInMessagesBetweenCharacters() {
    Map<String, Object> broken = withResource("type", "x" + "😀".repeat(100));

    assertThat(BlueprintCodec.read(broken).violations().getFirst().message())
        .startsWith("'x" + "😀".repeat(39) + "…' is not known");
  }

  @Test
  void errorsBeyondTheHundredthAreNotTold() {
    List<Object> many = IntStream.range(0, 10_000).<Object>mapToObj(i -> i).toList();

    assertThat(BlueprintCodec.read(shop("resources", many)).violations()).hasSize(100);
  }

  @Test
  void manyWarningsHideNoError() {
    Map<String, Object> tree = new LinkedHashMap<>();
    IntStream.range(0, 1000).forEach(i -> tree.put("extra" + i, 1));

    BlueprintCodec.Reading<Blueprint> reading = BlueprintCodec.read(tree);

    assertThat(reading.value()).isEmpty();
    assertThat(reading.violations()).filteredOn(Violation::isError).hasSize(2);
    assertThat(reading.violations()).hasSize(102);
  }

  @Test
  void nothingInABlueprintCanBeChanged() {
    Blueprint blueprint = BlueprintCodec.read(SHOP).value().orElseThrow();

    assertThat(blueprint.metadata()).isUnmodifiable();
    assertThat(blueprint.resources().getFirst().specs()).isUnmodifiable();
  }

  static Stream<String> bundled() {
    return BundledYaml.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsSurviveWritingAndReading(String yaml) {
    Blueprint blueprint =
        BlueprintCodec.read(YamlDocument.parse(yaml).tree()).value().orElseThrow();

    String written = BlueprintCodec.writeYaml(blueprint);

    assertThat(BlueprintCodec.read(YamlDocument.parse(written).tree()).value()).hasValue(blueprint);
    assertThat(BlueprintCodec.toTree(blueprint).keySet())
        .containsExactly("version", "name", "description", "resources", "metadata");
  }
}
