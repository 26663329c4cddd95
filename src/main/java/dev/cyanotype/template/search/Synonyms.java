package dev.cyanotype.template.search;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is known of words beyond their letters: which say nothing, and which mean the same.
///
/// Reads the resource `search/synonyms.yaml`, once and while a native image is built.
final class Synonyms {

  static final Synonyms BUNDLED = new Synonyms(resource("/search/synonyms.yaml"));

  private final Set<String> ignored = new TreeSet<>();
  private final Set<String> words = new TreeSet<>();
  private final Map<List<String>, Set<List<String>>> meanings = new HashMap<>();
  private final Set<List<String>> beginnings = new HashSet<>();

  /// @param yaml with `ignored` words, lines of phrases that mean the `same`, and phrases with what
  ///     is `related` to them
  Synonyms(String yaml) {
    Map<?, ?> file = (Map<?, ?>) YamlDocument.parse(yaml).tree();
    lines(file.get("ignored")).forEach(ignored::addAll);
    lines(file.get("same")).forEach(this::addSame);
    ((Map<?, ?>) file.get("related"))
        .forEach((phrase, others) -> addRelated((String) phrase, texts(others)));
  }

  /// Whether a word is there for the grammar only.
  boolean ignores(String word) {
    return ignored.contains(word);
  }

  /// Every word of every phrase, in the order of the alphabet.
  Set<String> words() {
    return words;
  }

  /// Whether a phrase begins with these words, or is these words.
  ///
  /// @param stems at least one
  boolean begins(List<String> stems) {
    return beginnings.contains(stems);
  }

  /// What else `phrase` can mean; none for a phrase that is not known.
  ///
  /// @param phrase stems
  Set<List<String>> meanings(List<String> phrase) {
    return meanings.getOrDefault(phrase, Set.of());
  }

  private void addSame(List<String> phrases) {
    for (String phrase : phrases) {
      addRelated(phrase, phrases);
    }
  }

  private void addRelated(String phrase, List<String> others) {
    List<String> stems = stems(phrase);
    for (int words = 1; words <= stems.size(); words++) {
      beginnings.add(List.copyOf(stems.subList(0, words)));
    }
    Set<List<String>> known = meanings.computeIfAbsent(stems, _ -> new LinkedHashSet<>());
    for (String other : others) {
      known.add(stems(other));
    }
    known.remove(stems);
  }

  private List<String> stems(String phrase) {
    List<String> split = Words.of(phrase).stream().filter(word -> !ignores(word)).toList();
    words.addAll(split);
    return split.stream().map(Words::stem).toList();
  }

  private static List<List<String>> lines(Object value) {
    List<List<String>> lines = new ArrayList<>();
    ((List<?>) value).forEach(line -> lines.add(texts(line)));
    return lines;
  }

  private static List<String> texts(Object value) {
    return ((List<?>) value).stream().map(String.class::cast).toList();
  }

  private static String resource(String path) {
    try (InputStream in = Synonyms.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
