package dev.cyanotype.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
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

class YamlDocumentTest {

  private static final Duration QUICKLY = Duration.ofSeconds(5);

  private static Object value(String scalar) {
    return ((Map<?, ?>) YamlDocument.parse("key: " + scalar).tree()).get("key");
  }

  private static YamlSyntaxException refusal(String yaml) {
    return catchThrowableOfType(YamlSyntaxException.class, () -> YamlDocument.parse(yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "yes",
        "on",
        "off",
        "y",
        "N",
        "22:22",
        "1:30:45",
        "0o7",
        "0x1F",
        "0b11",
        "017",
        "1_000",
        "1,000",
        "2024-01-01",
        "1.2.3",
        "10.0.0.0/16",
        "=",
        "<<",
        ".inf",
        "-.inf",
        ".nan",
        "1e5",
        "tRUE",
        "nULL",
        "+",
        ".",
        "512MB",
        "1234567890123456789",
        "1.0e999",
      })
  void wordsStayText(String word) {
    assertThat(value(word)).isEqualTo(word);
  }

  static Stream<Arguments> typedScalars() {
    return Stream.of(
        Arguments.of("true", true),
        Arguments.of("False", false),
        Arguments.of("0", 0),
        Arguments.of("-17", -17),
        Arguments.of("+4", 4),
        Arguments.of("2147483648", 2147483648L),
        Arguments.of("999999999999999999", 999999999999999999L),
        Arguments.of("1.5", 1.5),
        Arguments.of(".5", 0.5),
        Arguments.of("1.", 1.0),
        Arguments.of("1.0E-300", 1.0E-300),
        Arguments.of("~", null),
        Arguments.of("null", null),
        Arguments.of("", null),
        Arguments.of("'5'", "5"),
        Arguments.of("\"true\"", "true"),
        Arguments.of("''", ""),
        Arguments.of("!!str 5", "5"),
        Arguments.of("!!int 5", 5),
        Arguments.of("!!int '5'", 5));
  }

  @ParameterizedTest
  @MethodSource("typedScalars")
  void scalarsFollowTheCoreSchema(String scalar, Object expected) {
    assertThat(value(scalar)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager x",
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['http://x']]]]",
        "!!javax.script.ScriptEngineManager {}",
        "!!java.lang.String 'x'",
        "!!binary aGVsbG8=",
        "!!timestamp 2024-01-01",
        "!!set {a, b}",
        "!local x",
        "!!int five",
        "!!bool 1",
      })
  void tagsBeyondTheCoreSchemaAreRefused(String tagged) {
    assertThatThrownBy(() -> value(tagged))
        .isInstanceOf(YamlSyntaxException.class)
        .hasMessageMatching("(?i).*tag .*is not allowed.*");
  }

  @Test
  void taggedKeysAreRefused() {
    assertThat(refusal("? !!javax.script.ScriptEngineManager k\n: v")).hasMessageContaining("tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{[a]: 1}", "? {a: b}\n: 1"})
  void keysThatAreNoTextAreRefused(String yaml) {
    assertThat(refusal(yaml)).hasMessage("a key must be text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: 1\nb: 2\na: 3", "a: 1\nb: 2\n\"a\": 3", "1: x\nb: 2\n'1': y"})
  void duplicateKeysAreRefusedWithTheirLine(String yaml) {
    YamlSyntaxException refusal = refusal(yaml);

    assertThat(refusal).hasMessageStartingWith("duplicate key '");
    assertThat(refusal.line()).isEqualTo(3);
  }

  @Test
  void linesAreThoseOfKeysAndItems() {
    YamlDocument document =
        YamlDocument.parse(
            """
            # comment
            name: shop

            resources:
              - type: compute
                specs: {a/b: 1,
                  c~d: 2}
              - type: service
            """);

    assertThat(document.line("")).isEqualTo(2);
    assertThat(document.line("/name")).isEqualTo(2);
    assertThat(document.line("/resources")).isEqualTo(4);
    assertThat(document.line("/resources/0/type")).isEqualTo(5);
    assertThat(document.line("/resources/0/specs/a~1b")).isEqualTo(6);
    assertThat(document.line("/resources/0/specs/c~0d")).isEqualTo(7);
    assertThat(document.line("/resources/1")).isEqualTo(8);
  }

  @Test
  void lineOfAPlaceThatIsNotThereIsThatOfTheNearestAround() {
    YamlDocument document = YamlDocument.parse("a:\n  b:\n    c: 1\n");

    assertThat(document.line("/a/b/missing/deeper")).isEqualTo(2);
    assertThat(document.line("/nowhere/b")).isEqualTo(1);
  }

  @Test
  void syntaxErrorsNameTheirLineAndNoClass() {
    YamlSyntaxException refusal = refusal("a: 1\nb: [1, 2\nc: 3\n");

    assertThat(refusal.line()).isBetween(2, 4);
    assertThat(refusal.getMessage()).isNotBlank().doesNotContain("snakeyaml", "java.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: b: c", "\t- x", "a: \u0001", "--- a\n--- b", "a: 'x", "*gone", "{", "%YAML"})
  void whatIsNotOneDocumentIsRefused(String yaml) {
    assertThat(refusal(yaml)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "# only a comment\n", "~"})
  void emptyDocumentsAreNothing(String yaml) {
    assertThat(YamlDocument.parse(yaml).tree()).isNull();
  }

  @Test
  void aliasesAreReadWhereTheyStand() {
    assertThat(YamlDocument.parse("a: &x [1]\nb: *x\n").tree())
        .isEqualTo(Map.of("a", List.of(1), "b", List.of(1)));
  }

  @Test
  void aliasBombIsRefusedInBoundedTime() {
    String bomb =
        IntStream.range(1, 20)
            .mapToObj(i -> "a%d: &a%d [%s]".formatted(i, i, ("*a" + (i - 1) + ",").repeat(2)))
            .collect(Collectors.joining("\n", "a0: &a0 [x, x]\n", "\n"));

    YamlSyntaxException refusal = assertTimeoutPreemptively(QUICKLY, () -> refusal(bomb));

    assertThat(refusal).hasMessageContaining("more than 50000 values");
  }

  @Test
  void manyAliasesAreRefused() {
    String yaml = "a: &a [x]\nb: [" + "*a, ".repeat(1000) + "]";

    assertThat(refusal(yaml)).isNotNull();
  }

  /// Written out, it would be 64 MB.
  @ParameterizedTest
  @ValueSource(strings = {"&a %s", "&a {k: %s}", "&a [%s]"})
  void longTextBehindManyAliasesIsRefused(String anchored) {
    String yaml = "- " + anchored.formatted("x".repeat(64_000)) + "\n";

    assertThat(YamlDocument.parse(yaml + "- *a\n".repeat(16)).tree()).isInstanceOf(List.class);
    assertThat(refusal(yaml + "- *a\n".repeat(17)))
        .hasMessage("aliases of more than 1048576 characters together");
  }

  /// What an alias repeats is repeated by another one that it stands in.
  @Test
  void aliasesWithinAliasesCountEachTime() {
    String yaml = "- &a %s\n- &b [*a, *a, *a, *a]\n".formatted("x".repeat(64_000));

    assertThat(refusal(yaml + "- *b\n".repeat(4)))
        .hasMessage("aliases of more than 1048576 characters together");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&a [*a]", "&a {b: *a}", "a: &a {b: {c: [*a]}}"})
  void recursiveAliasesAreRefused(String yaml) {
    assertThat(assertTimeoutPreemptively(QUICKLY, () -> refusal(yaml))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void deepNestingIsRefused(String opening) {
    assertThat(assertTimeoutPreemptively(QUICKLY, () -> refusal(opening.repeat(10_000))))
        .isNotNull();
  }

  @Test
  void nestingWithinTheBoundIsRead() {
    assertThat(YamlDocument.parse("[".repeat(30) + "]".repeat(30)).tree()).isInstanceOf(List.class);
  }

  @Test
  void textOfTwoMebibytesIsRefused() {
    assertThat(refusal("a: " + "x".repeat(2 * 1024 * 1024))).isNotNull();
  }

  @Test
  void manyValuesAreRefused() {
    assertThat(refusal("- 1\n".repeat(50_001))).hasMessage("more than 50000 values");
  }

  /// Each pointer written out would hold all keys above it: gigabytes.
  @Test
  void longKeysOverManyValuesTakeLittleMemory() {
    StringBuilder yaml = new StringBuilder();
    for (int level = 0; level < 25; level++) {
      yaml.append(" ".repeat(level)).append("k".repeat(1000)).append(level).append(":\n");
    }
    yaml.append(" ".repeat(25)).append('[').append("1,".repeat(49_000)).append(']');

    YamlDocument document =
        assertTimeoutPreemptively(QUICKLY, () -> YamlDocument.parse(yaml.toString()));

    assertThat(document.tree()).isInstanceOf(Map.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " padded ",
        "no",
        "yes",
        "~",
        "null",
        "true",
        "5",
        "-.5",
        ".5",
        "1e5",
        "1.0e10",
        "08",
        "08.5",
        "22:22",
        "0o7",
        "1_000",
        "2024-01-01",
        "<<",
        "=",
        "- x",
        "a: b",
        "# no",
        "a #b",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "{a",
        "[a",
        "'",
        "\"",
        "|",
        ">",
        "two\nlines",
        "ends\n",
        "\n",
        "\n\nbegins",
        "tab\there",
        "\r\n",
        "cr\rcr",
        "\u0000",
        "next\u0085line",
        "\u0001",
        "\u2028",
        "\ufeff",
        "größe ✓ 😀 日本",
        "\\",
        "C:\\n",
        "${NAME}",
        "---",
        "...",
        "? x",
        ": x",
        "trailing ",
        "a\n  b\n c",
        "  first line indented\nsecond",
      })
  void writtenTextIsReadBack(String text) {
    Map<String, Object> tree = Map.of("key", text, "list", List.of(text), "in", Map.of("k", text));

    assertThat(YamlDocument.parse(YamlDocument.write(tree)).tree()).isEqualTo(tree);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no", "5", "", "a: b", "two\nlines", "<<", "~", "a/b", "~1", "😀", "\u0001"})
  void writtenKeysAreReadBack(String key) {
    Map<String, Object> tree = Map.of(key, 1);

    assertThat(YamlDocument.parse(YamlDocument.write(tree)).tree()).isEqualTo(tree);
  }

  static Stream<Object> values() {
    return Stream.of(
        true,
        false,
        0,
        -1,
        2147483648L,
        1.5,
        -0.25,
        1.0E10,
        1.0E-300,
        1.7976931348623157E308,
        List.of(),
        Map.of(),
        List.of(List.of(1), Map.of("a", List.of())));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writtenValuesAreReadBack(Object value) {
    Map<String, Object> tree = Map.of("key", value);

    assertThat(YamlDocument.parse(YamlDocument.write(tree)).tree()).isEqualTo(tree);
  }

  @Test
  void keysKeepTheirOrder() {
    String yaml = "z: 1\na: 2\nm: 3\n";

    assertThat(YamlDocument.write(YamlDocument.parse(yaml).tree())).isEqualTo(yaml);
  }

  @Test
  void textWithLoneSurrogatesIsWrittenWithoutFailing() {
    assertThat(YamlDocument.write(Map.of("key", "a\ud800b"))).startsWith("key: ");
  }
}
