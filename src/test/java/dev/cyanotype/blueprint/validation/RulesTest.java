package dev.cyanotype.blueprint.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/validation.md` has every rule, and an example of each that breaks it.
class RulesTest {

  private static final Pattern SECTION =
      Pattern.compile("(?s)\\n### ([a-z-]+)\\n(?:(?!\\n##).)*?\\n```(yaml|json)\\n(.*?)\\n```");

  record Example(String rule, boolean isYaml, String text) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Example> examples() throws IOException {
    Matcher sections = SECTION.matcher(Files.readString(Path.of("docs/validation.md")));
    return sections
        .results()
        .map(one -> new Example(one.group(1), one.group(2).equals("yaml"), one.group(3)));
  }

  @Test
  void everyRuleHasAnExample() throws IOException {
    assertThat(examples().map(Example::rule))
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Rule.values()).map(Rule::id).toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesBreakTheirRuleAlone(Example example) {
    byte[] bytes = example.text().getBytes(StandardCharsets.UTF_8);
    BlueprintBody body =
        example.isYaml() ? BlueprintBody.ofYaml(bytes) : BlueprintBody.ofJson(bytes);

    assertThat(Stream.concat(body.errors().stream(), body.warnings().stream()))
        .extracting(Violation::rule)
        .containsOnly(example.rule());
  }

  static Stream<String> rightReferences() {
    return Stream.of(
        "{network: lan}",
        "{network: host}",
        "{network: vmbr0}",
        "{backends: [web, 10.0.0.5, 'web:8080', web.example.com, 'http://web']}",
        "{backup: {target: offsite}}",
        "{rules: [{from: internet, to: web}, {from: 10.0.0.0/8, to: any}]}",
        "{config: {replication: {of: web}, volume: disk, backends: web}}",
        "{volumes: ['disk:/data']}");
  }

  private static BlueprintBody shop(String specs) {
    String yaml =
        """
        name: shop
        resources:
          - {type: network, name: lan, provider: proxmox}
          - {type: storage, name: disk, provider: proxmox}
          - {type: compute, name: web, provider: proxmox, dependencies: [disk], specs: %s}
        """
            .formatted(specs);
    return BlueprintBody.ofYaml(yaml.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("rightReferences")
  void referencesThatCanBeMeantAreTaken(String specs) {
    assertThat(shop(specs).errors()).isEmpty();
    assertThat(shop(specs).warnings()).isEmpty();
  }

  static Stream<String> wrongReferences() {
    return Stream.of(
        "{network: wan}",
        "{network: web}",
        "{backends: [web, gone]}",
        "{config: {replication: {of: gone}}}",
        "{config: {runs_on: gone}}",
        "{volume: gone}");
  }

  @ParameterizedTest
  @MethodSource("wrongReferences")
  void referencesThatLeadNowhereAreErrors(String specs) {
    assertThat(shop(specs).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.rule()).startsWith("reference-"));
  }

  @Test
  void dockerRunsImagesWhateverTheyAreCalled() {
    String yaml =
        "name: x\nresources: [{type: compute, name: a, provider: docker, specs: {image: a:1}}]";

    assertThat(CheckedBlueprint.fromYaml(yaml).errors()).isEmpty();
  }

  static Stream<String> apart() {
    return Stream.of(
        "ports: [80]",
        "ports: ['81:80']",
        "ports: ['80:80/udp']",
        "ports: [x]",
        "ports: ['80:80'], machine: other",
        "ports: ['99999:80']",
        "host_port: 81");
  }

  static Stream<String> clashing() {
    return Stream.of(
        "ports: ['80:8080']",
        "ports: ['127.0.0.1:80:80']",
        "ports: [{published: 80, target: 1}]",
        "host_port: 80",
        "ports: [80], network: host",
        "ports: ['90:90'], replicas: 2");
  }

  private static BlueprintBody pair(String specs) {
    String yaml =
        """
        name: shop
        resources:
          - {type: service, name: web, provider: docker, specs: {ports: ["80:80"]}}
          - {type: service, name: api, provider: docker, specs: {%s}}
        """
            .formatted(specs);
    return BlueprintBody.ofYaml(yaml.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("apart")
  void otherDoorsDoNotClash(String specs) {
    assertThat(pair(specs).errors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("clashing")
  void theSameDoorClashes(String specs) {
    assertThat(pair(specs).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.rule()).isEqualTo("port-clash"));
  }
}
