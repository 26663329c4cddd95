package dev.cyanotype.requirements;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A YAML file of words among the resources. To be read once, into a static final field: there it
/// is part of a native image.
public final class Cues {

  private final Map<String, Object> tree;

  private Cues(Map<String, Object> tree) {
    this.tree = tree;
  }

  /// @param path among the resources, from the root: `/intents/cues.yaml`
  public static Cues of(String path) {
    try (InputStream in = Cues.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + path);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Cues(map(YamlDocument.parse(text).tree()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value under `key`, empty where the file has none.
  public Map<String, Object> section(String key) {
    return tree.containsKey(key) ? map(tree.get(key)) : Map.of();
  }

  /// The section of maps under `key`.
  public Map<String, Map<String, Object>> sections(String key) {
    Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
    section(key).forEach((name, value) -> sections.put(name, map(value)));
    return sections;
  }

  public List<String> list(String key) {
    return texts(tree.get(key));
  }

  public double number(String key) {
    return ((Number) tree.get(key)).doubleValue();
  }

  Set<String> stems(String key) {
    return list(key).stream()
        .flatMap(text -> Words.of(text).stream())
        .map(Word::stem)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The phrases under `key`, a map from what they stand for to a list of them.
  public Phrases<String> phrases(String key) {
    Phrases.Builder<String> phrases = Phrases.builder();
    section(key).forEach((value, list) -> texts(list).forEach(text -> phrases.add(text, value)));
    return phrases.build();
  }

  /// A list of texts out of a file; none for nothing.
  public static List<String> texts(Object list) {
    List<String> texts = new ArrayList<>();
    if (list instanceof List<?> values) {
      values.forEach(value -> texts.add(String.valueOf(value)));
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // YamlDocument makes string keys
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
