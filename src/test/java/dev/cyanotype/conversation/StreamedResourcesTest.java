package dev.cyanotype.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedResourcesTest {

  private static String resource(String name) {
    return "  - type: compute\n    name: " + name + "\n    provider: fake\n";
  }

  private static String fenced(String yaml) {
    return "Here it is.\n\n```yaml\nname: shop\n" + yaml + "```\nThat is all.\n";
  }

  private static List<Resource> whole(String text) {
    return new StreamedResources().feed(text);
  }

  private static List<Resource> inPieces(String text, int size) {
    StreamedResources resources = new StreamedResources();
    List<Resource> found = new ArrayList<>();
    for (int from = 0; from < text.length(); from += size) {
      found.addAll(resources.feed(text.substring(from, Math.min(text.length(), from + size))));
    }
    return found;
  }

  private static List<String> names(String text) {
    List<Resource> found = whole(text);
    for (int size : new int[] {1, 2, 7}) {
      assertThat(inPieces(text, size)).as("in pieces of %s", size).isEqualTo(found);
    }
    return found.stream().map(Resource::name).toList();
  }

  static Stream<String> bundled() {
    return BundledYaml.all();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsAreFoundWholeAndInOrder(String yaml) {
    List<Resource> expected =
        BlueprintCodec.read(YamlDocument.parse(yaml).tree()).value().orElseThrow().resources();

    assertThat(whole("```yaml\n" + yaml + "```\n")).isEqualTo(expected);
    assertThat(inPieces("```yaml\n" + yaml + "```\n", 1)).isEqualTo(expected);
    assertThat(whole("```yaml\r\n" + yaml.replace("\n", "\r\n") + "```\r\n")).isEqualTo(expected);
  }

  @Test
  void eachIsFoundWithTheLineBehindIt() {
    StreamedResources resources = new StreamedResources();
    String start = "```yaml\nresources:\n" + resource("a");

    assertThat(resources.feed(start)).isEmpty();
    assertThat(resources.feed("  - type: ser")).isEmpty();
    assertThat(resources.feed("vice\n")).extracting(Resource::name).containsExactly("a");
    assertThat(resources.feed("    name: b\n    provider: fake\n")).isEmpty();
    assertThat(resources.feed("metadata:\n")).extracting(Resource::name).containsExactly("b");
    assertThat(resources.feed("```\n")).isEmpty();
  }

  @Test
  void resourcesMayComeBehindMetadata() {
    assertThat(
            names(
                fenced(
                    "metadata:\n  tags:\n    - x\nresources:\n" + resource("a") + resource("b"))))
        .containsExactly("a", "b");
  }

  @Test
  void listsInsideSpecsAreNoResources() {
    String specs =
        """
            specs:
              ports:
                - 80
                - 443
              rules:
              - {from: internet, port: 443}
              env:
                - name: X
                  value: y
            dependencies:
              - b
        """;

    List<Resource> found = whole(fenced("resources:\n" + resource("a") + specs + resource("b")));

    assertThat(found).extracting(Resource::name).containsExactly("a", "b");
    assertThat(found.getFirst().specs())
        .isEqualTo(
            Map.of(
                "ports", List.of(80, 443),
                "rules", List.of(Map.of("from", "internet", "port", 443)),
                "env", List.of(Map.of("name", "X", "value", "y"))));
    assertThat(found.getFirst().dependencies()).containsExactly("b");
  }

  @Test
  void itemsMayStandAtTheMargin() {
    assertThat(
            names(
                fenced(
                    ("resources:\n" + resource("a") + resource("b")).replace("\n  ", "\n")
                        + "metadata: {}\n")))
        .containsExactly("a", "b");
  }

  @Test
  void dashesMayStandAlone() {
    assertThat(
            names(
                fenced(
                    "resources:\n"
                        + resource("a").replace("- type", "-\n    type")
                        + resource("b"))))
        .containsExactly("a", "b");
  }

  @Test
  void commentsAndBlankLinesAreNoEnd() {
    assertThat(
            names(
                fenced(
                    "resources:  # all of them\n# first\n\n"
                        + resource("a")
                        + "\n# second\n      # third\n\n"
                        + resource("b")
                        + "# end\n")))
        .containsExactly("a", "b");
  }

  @Test
  void everyFenceIsRead() {
    String block = "```yaml\nresources:\n%s```\n";
    assertThat(
            names(
                block.formatted(resource("a"))
                    + "or\n```sh\nls\n```\nor\n"
                    + block.formatted(resource("b"))))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources:\n%s",
        "Prose.\nresources:\n%s\nProse.",
        "```yaml\nspecs:\n  resources:\n%s```",
        "```yaml\n# resources:\n%s```",
        "```yaml\nresources: {}\n%s```",
      })
  void whatIsNotAtTheRightPlaceIsNone(String text) {
    assertThat(names(text.replace("%s", resource("a")))).isEmpty();
  }

  @Test
  void whatDoesNotParseAloneIsLeftOut() {
    assertThat(
            names(
                fenced(
                    "resources:\n"
                        + "  - type: vm\n    name: x\n    provider: fake\n"
                        + "  - name: [\n"
                        + "  - words\n"
                        + "  - *gone\n"
                        + resource("a"))))
        .containsExactly("a");
  }

  @Test
  void unfinishedLastResourceIsNotAnnounced() {
    assertThat(names("```yaml\nresources:\n" + resource("a") + resource("b"))).containsExactly("a");
  }

  @Test
  void endlessLinesAndItemsAreBounded() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(whole(fenced("resources:\n" + "  - x".repeat(200_000)))).isEmpty();
          assertThat(
                  names(
                      fenced(
                          "resources:\n"
                              + resource("big")
                              + "    specs:\n"
                              + "      text: |\n"
                              + "        words\n".repeat(20_000)
                              + resource("a"))))
              .containsExactly("a");
        });
  }
}
