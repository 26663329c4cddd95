package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.YamlDocument;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Bundled blueprints with random damage, the same for the same number every time.
public final class Mutations {

  private static final List<String> TEMPLATES = BundledYaml.all().toList();
  private static final List<Object> VALUES =
      List.of(
          "",
          " ",
          0,
          -1,
          70_000,
          1e300,
          true,
          false,
          "x".repeat(300),
          "é😀\u0085\u2028",
          "\u0000",
          "8GB",
          "-8GB",
          "8 apples",
          "latest",
          "any",
          "0.0.0.0/0",
          "../..",
          "${X}",
          "*",
          "web",
          List.of(),
          Map.of(),
          List.of(List.of(1)),
          Map.of("port", "x"),
          Map.of("from", 5),
          List.of(0, "a", Map.of()),
          Long.MAX_VALUE,
          0.1,
          "9".repeat(400),
          "99999-99999",
          "8080:80",
          "127.0.0.1:99999:99999",
          "A=b",
          "PASSWORD=" + "x".repeat(200));
  private static final List<String> KEYS =
      List.of(
          "type",
          "name",
          "provider",
          "specs",
          "dependencies",
          "resources",
          "metadata",
          "rules",
          "ports",
          "port",
          "backup",
          "config",
          "replicas",
          "role",
          "listeners",
          "cidr",
          "network",
          "accepted_findings",
          "health_check",
          "autoscaling",
          "availability_zones",
          "a/b",
          "a~b");
  private static final List<String> SNIPPETS =
      List.of(
          "&a ",
          "*a",
          "!!java.net.URL ",
          "<<: *a\n",
          "[",
          "{",
          "}",
          "]",
          "- ",
          ": ",
          "? ",
          "\t",
          "\"",
          "'",
          "|",
          ">",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "\u0000",
          "\ufeff",
          "\u0085",
          "#",
          "~",
          "1e999",
          "\\u",
          "\\ud800",
          ",",
          "\r",
          "[[[[[[[[",
          "&a [*a]",
          "!<x>",
          "0x1F");

  /// @param isYaml else it is JSON
  public record Mutant(int number, boolean isYaml, String body) {
    @Override
    public String toString() {
      return "mutant " + number + (isYaml ? " (YAML)" : " (JSON)");
    }
  }

  private final Random random;

  private Mutations(int number) {
    this.random = new Random(number);
  }

  public static Stream<Mutant> first(int count) {
    return IntStream.range(0, count).mapToObj(number -> new Mutations(number).mutant(number));
  }

  private Mutant mutant(int number) {
    Object tree = copy(YamlDocument.parse(one(TEMPLATES)).tree());
    int changes = random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      change(tree, 0);
    }
    boolean yaml = random.nextBoolean();
    String text = yaml ? YamlDocument.write(tree) : new JsonObject(object(tree)).encode();
    return new Mutant(number, yaml, random.nextInt(3) == 0 ? text : damaged(text));
  }

  private String damaged(String text) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(damaged.length());
      int end = Math.min(damaged.length(), at + random.nextInt(40));
      switch (random.nextInt(4)) {
        case 0 -> damaged.insert(at, one(SNIPPETS));
        case 1 -> damaged.delete(at, end);
        case 2 -> damaged.insert(at, damaged.substring(at, end).repeat(1 + random.nextInt(50)));
        default -> damaged.setCharAt(at, (char) random.nextInt(0x250));
      }
    }
    return damaged.toString();
  }

  private void change(Object tree, int depth) {
    switch (tree) {
      case Map<?, ?> map -> changeObject(object(map), depth);
      case List<?> list when !list.isEmpty() -> changeList(list(list), depth);
      default -> {}
    }
  }

  private void changeObject(Map<String, Object> map, int depth) {
    if (map.isEmpty() || random.nextInt(8) == 0) {
      map.put(one(KEYS), copy(one(VALUES)));
      return;
    }
    String key = one(List.copyOf(map.keySet()));
    if (goesDeeper(map.get(key), depth)) {
      change(map.get(key), depth + 1);
    } else {
      switch (random.nextInt(3)) {
        case 0 -> map.remove(key);
        case 1 -> map.put(key, copy(one(VALUES)));
        default -> map.put(one(KEYS), map.remove(key));
      }
    }
  }

  private void changeList(List<Object> list, int depth) {
    int index = random.nextInt(list.size());
    if (goesDeeper(list.get(index), depth)) {
      change(list.get(index), depth + 1);
    } else {
      switch (random.nextInt(3)) {
        case 0 -> list.remove(index);
        case 1 -> list.set(index, copy(one(VALUES)));
        default -> list.add(copy(list.get(index)));
      }
    }
  }

  private boolean goesDeeper(Object value, int depth) {
    return (value instanceof Map || value instanceof List) && random.nextInt(10) < 9 - depth;
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static Object copy(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, copy(value)));
        yield copy;
      }
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(copy(item)));
        yield copy;
      }
      case null, default -> tree;
    };
  }

  @SuppressWarnings("unchecked") // copied with string keys above
  private static Map<String, Object> object(Object map) {
    return (Map<String, Object>) map;
  }

  @SuppressWarnings("unchecked") // copied above
  private static List<Object> list(Object list) {
    return (List<Object>) list;
  }
}
