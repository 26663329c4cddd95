package dev.cyanotype.blueprint.validation;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Bodies of up to 1 MiB that are made to cost more than they should.
final class HostileBlueprints {

  private static final int MAX_BYTES = 1024 * 1024;

  /// @param status of an operation that needs the blueprint
  /// @param rule that `validate` names
  record Hostile(String name, String body, int status, String rule) {
    @Override
    public String toString() {
      return name;
    }
  }

  private HostileBlueprints() {}

  static Stream<Hostile> yaml() {
    return Stream.of(
        new Hostile("alias bomb", aliasBomb(), 422, "bounds"),
        new Hostile("many aliases", "a: &a [x]\nb: [" + "*a, ".repeat(60) + "]", 422, "bounds"),
        new Hostile("alias inside itself", "a: &a [*a]", 400, "yaml-syntax"),
        new Hostile("deep flow", "[".repeat(100_000), 422, "bounds"),
        new Hostile("deep maps", "{a: ".repeat(30_000), 422, "bounds"),
        new Hostile("deep block", "- ".repeat(60_000), 422, "bounds"),
        new Hostile("deep keys", "? ".repeat(60_000), 400, "yaml-syntax"),
        new Hostile("340,000 values", "a: [" + "1,\n".repeat(340_000) + "1]", 422, "bounds"),
        new Hostile("250,000 items", "- 1\n".repeat(250_000), 422, "bounds"),
        new Hostile("150,000 keys", keys(), 422, "bounds"),
        new Hostile("10,000 resources", resources(10_000), 422, "bounds"),
        new Hostile("5,000 resources", resources(5_000), 422, "resources"),
        new Hostile("Java object", "!!javax.script.ScriptEngineManager {}", 422, "tag"),
        new Hostile(
            "Java object deep inside",
            "name: x\nresources: [{specs: {a: !!java.net.URL ['http://x']}}]",
            422,
            "tag"),
        new Hostile("local tag", "name: !secret x", 422, "tag"),
        new Hostile("duplicate key", "name: x\nname: y", 422, "duplicate-key"),
        new Hostile("long tag", "!" + "a".repeat(1_000_000) + " x", 422, "bounds"),
        new Hostile("long anchor", "&" + "a".repeat(1_000_000) + " x", 422, "bounds"),
        new Hostile("long key", "k".repeat(1_000_000) + ": x", 422, "bounds"),
        new Hostile(
            "long version", "%YAML 1." + "9".repeat(100_000) + "\n--- x", 400, "yaml-syntax"),
        new Hostile("long words", ("k".repeat(130_000) + ": x\n").repeat(8), 400, "yaml-syntax"),
        new Hostile(
            "long comments", ("#" + "k".repeat(130_000) + "\n").repeat(8), 400, "yaml-syntax"),
        new Hostile(
            "long lines", "a: |\n" + (" " + "k ".repeat(65_000) + "\n").repeat(8), 422, "required"),
        new Hostile("one long line", "[" + "1,".repeat(500_000) + "1]", 422, "bounds"),
        new Hostile("wrong escape", "name: \"\\UFFFFFFFF\"", 400, "yaml-syntax"),
        new Hostile("wrong percent", "!%ff%zz x", 400, "yaml-syntax"),
        new Hostile("unclosed quote", "name: '" + "x\n\n".repeat(300_000), 400, "yaml-syntax"),
        new Hostile("spaces", "name:" + " ".repeat(1_000_000), 422, "bounds"),
        new Hostile("comments", "#\n".repeat(500_000), 400, "yaml-syntax"),
        new Hostile("two documents", "name: x\n---\nname: y", 400, "yaml-syntax"),
        new Hostile("nothing", "", 400, "yaml-syntax"),
        new Hostile("a number", "5", 400, "yaml-syntax"),
        new Hostile("tabs", "\t".repeat(1_000_000), 422, "bounds"),
        new Hostile("a null byte", "name: \u0000", 400, "yaml-syntax"));
  }

  static Stream<Hostile> json() {
    return Stream.of(
        new Hostile("deep", "[".repeat(1_000_000), 400, "json-syntax"),
        new Hostile("deep inside", "{\"a\":" + nested(500) + "}", 422, "bounds"),
        new Hostile("500,000 values", "{\"a\":[" + "1,".repeat(500_000) + "1]}", 422, "bounds"),
        new Hostile(
            "500,000 values in a wrapper",
            "{\"template_id\":\"x\",\"blueprint\":{\"a\":[" + "1,".repeat(500_000) + "1]}}",
            422,
            "bounds"),
        new Hostile("100,000 keys", "{" + jsonKeys() + "}", 422, "bounds"),
        new Hostile("10,000 resources", jsonResources(10_000), 422, "bounds"),
        new Hostile("5,000 resources", jsonResources(5_000), 422, "resources"),
        new Hostile("duplicate key", "{\"name\":\"x\",\"name\":\"y\"}", 422, "duplicate-key"),
        new Hostile("huge exponent", "{\"name\":1e999999999}", 422, "bounds"),
        new Hostile("huge whole number", "{\"name\":" + "9".repeat(900) + "}", 422, "bounds"),
        new Hostile("endless number", "{\"name\":" + "9".repeat(900_000) + "}", 400, "json-syntax"),
        new Hostile("values, then no JSON", "[" + "1,".repeat(200_000) + "}", 400, "json-syntax"),
        new Hostile("nothing", "", 400, "json-syntax"),
        new Hostile("a list", "[]", 400, "json-syntax"),
        new Hostile("YAML", "name: x", 400, "json-syntax"),
        new Hostile("two of them", "{} {}", 400, "json-syntax"));
  }

  private static String aliasBomb() {
    return IntStream.range(1, 20)
        .mapToObj(i -> "a%d: &a%d [%s]".formatted(i, i, ("*a" + (i - 1) + ",").repeat(2)))
        .collect(Collectors.joining("\n", "a0: &a0 [x, x]\n", "\n"));
  }

  private static String keys() {
    return IntStream.range(0, 100_000)
        .mapToObj(i -> "k" + i + ":")
        .collect(Collectors.joining("\n"));
  }

  private static String jsonKeys() {
    return IntStream.range(0, 80_000)
        .mapToObj(i -> "\"k" + i + "\":0")
        .collect(Collectors.joining(","));
  }

  private static String resources(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "- {type: compute, name: r%d, provider: fake, specs: {cpu: 1}}".formatted(i))
        .collect(Collectors.joining("\n", "name: x\nresources:\n", "\n"));
  }

  private static String jsonResources(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"type":"compute","name":"r%d","provider":"fake","specs":{"cpu":1}}"""
                    .formatted(i))
        .collect(Collectors.joining(",", "{\"name\":\"x\",\"resources\":[", "]}"));
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }
}
