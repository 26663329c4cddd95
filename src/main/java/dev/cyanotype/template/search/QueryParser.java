package dev.cyanotype.template.search;

import dev.cyanotype.template.search.Query.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Works out what a query can mean, in this order: the words themselves; else words that begin
/// so; else words that may have been mistyped so. To that, what [Synonyms] knows.
final class QueryParser {

  private static final int SHORTEST_PREFIX = 3;
  private static final double PREFIX = 0.6;
  private static final double[] TYPOS = {1, 0.6, 0.4};
  private static final double OTHER_FIRST_LETTER = 0.8;
  private static final double SYNONYM = 0.7;

  private final Vocabulary searched;
  private final Vocabulary known;
  private final Synonyms synonyms;

  QueryParser(Vocabulary searched, Synonyms synonyms) {
    this.searched = searched;
    this.known = Vocabulary.of(synonyms.words());
    this.synonyms = synonyms;
  }

  Query parse(String text) {
    List<Map<String, Double>> readings = words(text).stream().map(this::readings).toList();
    List<List<Meaning>> meanings = new ArrayList<>();
    for (Map<String, Double> reading : readings) {
      List<Meaning> own = new ArrayList<>();
      reading.forEach((stem, certainty) -> own.add(new Meaning(List.of(stem), certainty)));
      meanings.add(own);
    }
    addSynonyms(readings, meanings);
    return new Query(meanings);
  }

  private List<String> words(String text) {
    String start = text.substring(0, Math.min(text.length(), SearchIndex.MAX_QUERY_LENGTH));
    return Words.of(start).stream()
        .filter(word -> !synonyms.ignores(word))
        .distinct()
        .limit(SearchIndex.MAX_QUERY_WORDS)
        .toList();
  }

  /// The stems that `word` may stand for, and how certain that is.
  private Map<String, Double> readings(String word) {
    Map<String, Double> readings = new HashMap<>();
    String stem = Words.stem(word);
    if (searched.hasStem(stem) || known.hasStem(stem)) {
      readings.put(stem, 1.0);
    }
    if (!searched.hasStem(stem) && word.length() >= SHORTEST_PREFIX) {
      searched.startingWith(word).forEach(other -> readings.putIfAbsent(Words.stem(other), PREFIX));
    }
    return readings.isEmpty() ? mistyped(word) : readings;
  }

  private Map<String, Double> mistyped(String word) {
    for (int typos = 1; typos <= Typos.allowedIn(word); typos++) {
      Map<String, Double> readings = withTypos(word, typos);
      if (!readings.isEmpty()) {
        return readings;
      }
    }
    return Map.of();
  }

  private Map<String, Double> withTypos(String word, int typos) {
    Map<String, Double> readings = new HashMap<>();
    Stream.concat(searched.all().stream(), known.all().stream())
        .filter(other -> Typos.allowedIn(other) > 0 && !Typos.rhymes(word, other))
        .filter(other -> Typos.distance(word, other, typos) == typos)
        .forEach(
            other -> readings.merge(Words.stem(other), certainty(word, other, typos), Math::max));
    return readings;
  }

  private static double certainty(String word, String other, int typos) {
    return word.charAt(0) == other.charAt(0) ? TYPOS[typos] : TYPOS[typos] * OTHER_FIRST_LETTER;
  }

  private void addSynonyms(List<Map<String, Double>> readings, List<List<Meaning>> meanings) {
    for (int start = 0; start < readings.size(); start++) {
      List<Meaning> phrases = List.of(new Meaning(List.of(), 1));
      int end = start;
      while (end < readings.size() && !phrases.isEmpty()) {
        phrases = longer(phrases, readings.get(end++));
        for (Meaning meaning : synonyms(phrases)) {
          meanings.subList(start, end).forEach(word -> word.add(meaning));
        }
      }
    }
  }

  /// Every phrase with every reading of the next word, as far as a synonym begins so: how many
  /// readings there are depends on the query, how many synonyms does not.
  private List<Meaning> longer(List<Meaning> phrases, Map<String, Double> next) {
    List<Meaning> longer = new ArrayList<>();
    for (Meaning phrase : phrases) {
      next.forEach(
          (stem, certainty) -> {
            List<String> stems = Stream.concat(phrase.stems().stream(), Stream.of(stem)).toList();
            if (synonyms.begins(stems)) {
              longer.add(new Meaning(stems, phrase.certainty() * certainty));
            }
          });
    }
    return longer;
  }

  private List<Meaning> synonyms(List<Meaning> phrases) {
    return phrases.stream()
        .flatMap(
            phrase ->
                synonyms.meanings(phrase.stems()).stream()
                    .map(stems -> new Meaning(stems, phrase.certainty() * SYNONYM)))
        .toList();
  }
}
