package dev.cyanotype.template.search;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The words that can be found, as they are written and as stems.
final class Vocabulary {

  private final TreeSet<String> words = new TreeSet<>();
  private final Set<String> stems = new HashSet<>();

  static Vocabulary of(List<? extends SearchIndex.Entry<?>> entries) {
    Vocabulary vocabulary = new Vocabulary();
    entries.stream()
        .flatMap(entry -> entry.fields().stream())
        .forEach(field -> vocabulary.add(Words.of(field.text())));
    return vocabulary;
  }

  static Vocabulary of(Set<String> words) {
    Vocabulary vocabulary = new Vocabulary();
    vocabulary.add(words);
    return vocabulary;
  }

  private void add(Collection<String> more) {
    words.addAll(more);
    more.forEach(word -> stems.add(Words.stem(word)));
  }

  boolean hasStem(String stem) {
    return stems.contains(stem);
  }

  Set<String> all() {
    return words;
  }

  Set<String> startingWith(String prefix) {
    return words.subSet(prefix, prefix + Character.MAX_VALUE);
  }
}
