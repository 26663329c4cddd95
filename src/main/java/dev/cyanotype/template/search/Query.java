package dev.cyanotype.template.search;

import java.util.List;
import java.util.Map;

/// A query's words, each with all the ways in which a thing can have it.
final class Query {

  /// One way to have a word: all of `stems`, which counts `certainty` of the word itself.
  ///
  /// @param certainty above 0, at most 1
  record Meaning(List<String> stems, double certainty) {

    double in(Map<String, Double> weights) {
      double sum = 0;
      for (String stem : stems) {
        Double weight = weights.get(stem);
        if (weight == null) {
          return 0;
        }
        sum += weight;
      }
      return certainty * sum / stems.size();
    }
  }

  private final List<List<Meaning>> words;

  Query(List<List<Meaning>> words) {
    this.words = words;
  }

  /// How many of the words there are, plus a part below 1 that says how well.
  double score(Map<String, Double> weights) {
    int found = 0;
    double sum = 0;
    for (List<Meaning> meanings : words) {
      double best = meanings.stream().mapToDouble(meaning -> meaning.in(weights)).max().orElse(0);
      found += best > 0 ? 1 : 0;
      sum += best;
    }
    return found + sum / (1 + sum);
  }
}
