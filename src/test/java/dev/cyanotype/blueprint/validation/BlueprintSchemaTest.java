package dev.cyanotype.blueprint.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.YamlDocument;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema and the code judge the same, as far as a schema can.
class BlueprintSchemaTest {

  private static final Set<String> SAID_BY_THE_SCHEMA =
      Stream.of(
              Rule.TYPE,
              Rule.REQUIRED,
              Rule.VERSION,
              Rule.PROVIDER,
              Rule.NAME,
              Rule.RESOURCES,
              Rule.COUNT,
              Rule.CPU,
              Rule.QUANTITY,
              Rule.PORT,
              Rule.CIDR,
              Rule.FILES)
          .map(Rule::id)
          .collect(Collectors.toSet());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final JsonSchema SCHEMA = FACTORY.getSchema(BlueprintSchema.JSON);

  private static Set<ValidationMessage> messages(String yaml) {
    JsonNode tree = MAPPER.valueToTree(YamlDocument.parse(yaml).tree());
    return SCHEMA.validate(tree);
  }

  private static List<Violation> errors(String yaml) {
    return CheckedBlueprint.fromYaml(yaml).errors().stream()
        .filter(error -> SAID_BY_THE_SCHEMA.contains(error.rule()))
        .toList();
  }

  private static void judgedTheSame(String yaml) {
    assertThat(messages(yaml).isEmpty())
        .as("schema: %s, code: %s%n%s", messages(yaml), errors(yaml), yaml)
        .isEqualTo(errors(yaml).isEmpty());
  }

  @Test
  void itIsASchemaOfItsDraft() throws Exception {
    JsonNode schema = MAPPER.readTree(BlueprintSchema.JSON);
    String draft = schema.path("$schema").asText();

    assertThat(draft).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(FACTORY.getSchema(SchemaLocation.of(draft)).validate(schema)).isEmpty();
  }

  static Stream<String> bundled() {
    return BundledYaml.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsAreValid(String yaml) {
    assertThat(messages(yaml)).isEmpty();
    assertThat(errors(yaml)).isEmpty();
  }

  static Stream<String> documents() {
    Stream<String> fields =
        Stream.of(
            "name: [x]",
            "name: true",
            "name: ''",
            "name: ' '",
            "name: a b",
            "name: -a",
            "name: 5",
            "name: " + "x".repeat(63),
            "name: " + "x".repeat(64),
            "name: ' padded '",
            "name: null");
    Stream<String> others =
        Stream.of(
            "version: '1.0'",
            "version: 1.0",
            "version: 1",
            "version: '2'",
            "version: true",
            "version: null",
            "description: ''",
            "description: [x]",
            "description: 5",
            "description: x",
            "description: null",
            "description: false",
            "metadata: []",
            "metadata: {}",
            "metadata: null",
            "metadata: x",
            "extra: 1",
            "metadata: {accepted_findings: x, category: [5]}");
    return Stream.of(
            fields.map(field -> field + "\nresources: [{type: compute, name: a, provider: fake}]"),
            others.map(
                field ->
                    "name: x\n"
                        + field
                        + "\nresources: [{type: compute, name: a, provider: fake}]"),
            Stream.of(
                "[]",
                "x",
                "5",
                "{}",
                "name: x",
                "name: x\nresources: null",
                "name: x\nresources: {}",
                "name: x\nresources: []",
                "name: x\nresources: [x]",
                "name: x\nresources: [null]",
                "resources: []"),
            resources().map(resource -> "name: x\nresources:\n  - " + resource),
            specs()
                .map(
                    specs ->
                        "name: x\nresources:\n  - {type: service, name: a, provider: fake, specs: "
                            + specs
                            + "}"))
        .flatMap(documents -> documents);
  }

  private static Stream<String> resources() {
    return Stream.of(
        "{}",
        "{type: vm, name: a, provider: fake}",
        "{type: compute, name: a}",
        "{type: compute, provider: fake}",
        "{name: a, provider: fake}",
        "{type: null, name: a, provider: fake}",
        "{type: compute, name: a, provider: aws}",
        "{type: Compute, name: a, provider: fake}",
        "{type: [compute], name: a, provider: fake}",
        "{type: compute, name: a_, provider: fake}",
        "{type: compute, name: 1, provider: fake}",
        "{type: compute, name: -1, provider: fake}",
        "{type: compute, name: a, provider: fake, specs: []}",
        "{type: compute, name: a, provider: fake, specs: null}",
        "{type: compute, name: a, provider: fake, specs: x}",
        "{type: compute, name: a, provider: fake, dependencies: a}",
        "{type: compute, name: a, provider: fake, dependencies: [5]}",
        "{type: compute, name: a, provider: fake, dependencies: ['']}",
        "{type: compute, name: a, provider: fake, dependencies: [gone]}",
        "{type: compute, name: a, provider: fake, dependencies: null}",
        "{type: compute, name: a, provider: docker, dependencies: [], extra: 1}");
  }

  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "2.5",
          "2.0",
          "65535",
          "65536",
          "1e3",
          "1.0e10",
          "true",
          "null",
          "''",
          "x",
          "'5'",
          "'0'",
          "'0.5'",
          "'0.0'",
          "'500m'",
          "'0m'",
          "'5%'",
          "'2 cores'",
          "'-5'",
          "8GB",
          "0GB",
          "'8 GB'",
          "8Gi",
          "1.5TB",
          "'512'",
          "8XB",
          "-8GB",
          "0.0GB",
          "' 8GB'",
          "'8GB '",
          "fast",
          "10.0.0.0/8",
          "10.0.0.0/33",
          "10.0.0.256/24",
          "10.0.0/24",
          "'fd00::/64'",
          "'fd00::/129'",
          "'::/0'",
          "auto",
          "[]",
          "{}",
          "[0]",
          "[80, 70000]",
          "[80, '8080:80']",
          "[80.5]",
          "[[0]]",
          "[{port: 0}]",
          "[{port: 80}]",
          "{port: 0}",
          "{cpu: 0}",
          "{cpu: '5%'}",
          "{cpu: true}",
          "{cpu: lots}",
          "{memory: 5}",
          "{memory: lots}",
          "{memory: 5XB}",
          "{size: 3}",
          "{replicas: 0.5}",
          "{a: {b: [{heap: 1}]}}",
          "{a: {b: [{heap: 1Q}]}}",
          "[[{port: 0}]]",
          "{cidr: x}",
          "[{path: /etc/a, content: x}]",
          "[{path: /etc/a, content: x, mode: '0644'}]",
          "[{path: /etc/a, content: x, mode: '755', more: 1}]",
          "[{path: /etc/a, content: '', mode: null}]",
          "[{path: /etc/a, content: x, mode: 644}]",
          "[{path: /etc/a, content: x, mode: '4755'}]",
          "[{path: /etc/a, content: 5}]",
          "[{path: /etc/a}]",
          "[{content: x}]",
          "[{path: etc/a, content: x}]",
          "[{path: /etc/../a, content: x}]",
          "[{path: /etc/./a, content: x}]",
          "[{path: /etc/..a, content: x}]",
          "[{path: /etc//a, content: x}]",
          "[{path: /etc/a/, content: x}]",
          "[{path: /, content: x}]",
          "[{path: /proc/a, content: x}]",
          "[{path: /procs, content: x}]",
          "[{path: '/a:b', content: x}]",
          "[{path: '/a b', content: x}]",
          "[{path: /%s, content: x}]".formatted("a".repeat(99)),
          "[{path: /%s, content: x}]".formatted("a".repeat(100)));

  private static Stream<String> specs() {
    return Stream.of(
            "cpu",
            "memory",
            "storage",
            "disk",
            "size",
            "max_memory",
            "heap",
            "replicas",
            "nodes",
            "shards",
            "port",
            "ports",
            "cidr",
            "config",
            "files",
            "other")
        .flatMap(key -> VALUES.stream().map(value -> "{" + key + ": " + value + "}"));
  }

  @Test
  void schemaAndCodeJudgeTheSame() {
    assertThat(documents()).hasSizeGreaterThan(900).allSatisfy(BlueprintSchemaTest::judgedTheSame);
  }

  @Test
  void bothFindFaultsAndNone() {
    assertThat(documents().filter(yaml -> errors(yaml).isEmpty())).hasSizeGreaterThan(200);
    assertThat(documents().filter(yaml -> !errors(yaml).isEmpty())).hasSizeGreaterThan(200);
  }
}
