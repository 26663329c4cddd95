package dev.cyanotype.template.search;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Finds things by words in their texts. Made for hundreds of things: all are held in memory, and
/// every query looks at each.
///
/// A thing's weight for a word is Okapi BM25 over its fields, as in Robertson, Zaragoza and Taylor,
/// "Simple BM25 extension to multiple weighted fields" (2004). Whole words count, after [Words]. A
/// thing that has more of the query's words is always ahead of one that has fewer.
///
/// Immutable, and safe for use by many threads.
public final class SearchIndex<T> {

  /// More than this of a query is not read, so that no query costs much.
  public static final int MAX_QUERY_LENGTH = 256;

  /// More words than these of a query are not looked at.
  public static final int MAX_QUERY_WORDS = 16;

  /// @param weight more than 0; how much a word in this text says of the thing, compared to others
  public record Field(double weight, String text) {}

  /// A thing with the texts by which it is found.
  public record Entry<T>(T thing, List<Field> fields) {
    public Entry {
      fields = List.copyOf(fields);
    }
  }

  /// @param score above 0; the whole part is how many words of the query the thing has, what
  ///     follows the point says how well
  public record Match<T>(T thing, double score) {}

  private static final double SATURATION = 1.2;
  private static final double LENGTH_NORMALISATION = 0.3;

  private record Weighted<T>(T thing, Map<String, Double> weights) {}

  private final List<Weighted<T>> things;
  private final QueryParser parser;

  /// @param entries in the order in which equally good ones are found
  public SearchIndex(List<Entry<T>> entries) {
    List<Map<String, Double>> frequencies = entries.stream().map(SearchIndex::frequencies).toList();
    Bm25 bm25 = new Bm25(frequencies);
    this.things =
        IntStream.range(0, entries.size())
            .mapToObj(i -> new Weighted<>(entries.get(i).thing(), bm25.weights(frequencies.get(i))))
            .toList();
    this.parser = new QueryParser(Vocabulary.of(entries), Synonyms.BUNDLED);
  }

  /// @return the things that have at least one word of `query`, best first
  /// @param limit at least 1
  public List<Match<T>> search(String query, int limit) {
    Query parsed = parser.parse(query);
    return things.stream()
        .map(weighted -> new Match<>(weighted.thing(), parsed.score(weighted.weights())))
        .filter(match -> match.score() > 0)
        .sorted(Comparator.comparingDouble((Match<T> match) -> match.score()).reversed())
        .limit(limit)
        .toList();
  }

  private static Map<String, Double> frequencies(Entry<?> entry) {
    Map<String, Double> frequencies = new HashMap<>();
    for (Field field : entry.fields()) {
      Words.of(field.text())
          .forEach(word -> frequencies.merge(Words.stem(word), field.weight(), Double::sum));
    }
    return frequencies;
  }

  /// What depends on all things together: how rare a word is, and how long their texts are.
  private static final class Bm25 {
    private final int things;
    private final double averageLength;
    private final Map<String, Integer> thingsWith = new HashMap<>();

    Bm25(List<Map<String, Double>> frequencies) {
      things = frequencies.size();
      averageLength = frequencies.stream().mapToDouble(Bm25::length).average().orElse(1);
      frequencies.forEach(
          words -> words.keySet().forEach(word -> thingsWith.merge(word, 1, Integer::sum)));
    }

    Map<String, Double> weights(Map<String, Double> frequencies) {
      double length = length(frequencies) / averageLength;
      double norm = SATURATION * (1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length);
      Map<String, Double> weights = HashMap.newHashMap(frequencies.size());
      frequencies.forEach(
          (word, frequency) ->
              weights.put(word, rarity(word) * frequency * (SATURATION + 1) / (frequency + norm)));
      return weights;
    }

    private double rarity(String word) {
      int with = thingsWith.get(word);
      return Math.log1p((things - with + 0.5) / (with + 0.5));
    }

    private static double length(Map<String, Double> frequencies) {
      return frequencies.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }
}
