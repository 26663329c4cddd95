package dev.cyanotype.requirements;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds phrases in a text by whole words, in any form of them. In a phrase `*` stands for up to
/// [#MAX_GAP] words of one sentence, and `^` in front for the beginning of a sentence.
///
/// A word counts for the longest phrase that begins furthest to the left, so that `status quo` is
/// no `status`.
///
/// @param <T> what a phrase stands for
public final class Phrases<T> {

  static final int MAX_GAP = 5;
  private static final String GAP = "*";

  /// @param start index of the first word
  /// @param end index after the last word
  public record Match<T>(T value, int start, int end) {}

  private record Phrase<T>(List<String> stems, boolean anchored, T value) {
    int rank() {
      return 2 * (int) stems.stream().filter(stem -> !stem.equals(GAP)).count()
          + (anchored ? 1 : 0);
    }
  }

  private final Map<String, List<Phrase<T>>> byFirst = new HashMap<>();

  private Phrases() {}

  public static <T> Builder<T> builder() {
    return new Builder<>();
  }

  public static final class Builder<T> {
    private final Phrases<T> phrases = new Phrases<>();

    public Builder<T> add(String phrase, T value) {
      List<String> stems = new ArrayList<>();
      for (String part : phrase.strip().split("\\s+")) {
        if (part.equals(GAP)) {
          stems.add(GAP);
        } else if (!part.equals("^")) {
          Words.of(part).forEach(word -> stems.add(word.stem()));
        }
      }
      if (stems.isEmpty() || stems.getFirst().equals(GAP) || stems.getLast().equals(GAP)) {
        throw new IllegalArgumentException("not a phrase: '" + phrase + "'");
      }
      phrases
          .byFirst
          .computeIfAbsent(stems.getFirst(), _ -> new ArrayList<>())
          .add(new Phrase<>(List.copyOf(stems), phrase.startsWith("^"), value));
      return this;
    }

    public Phrases<T> build() {
      Comparator<Phrase<T>> longestFirst = Comparator.comparing(Phrase::rank);
      phrases.byFirst.values().forEach(list -> list.sort(longestFirst.reversed()));
      return phrases;
    }
  }

  /// In the order of the text; several for one place where one phrase stands for several things.
  public List<Match<T>> in(List<Word> words) {
    List<Match<T>> matches = new ArrayList<>();
    BitSet taken = new BitSet(words.size());
    boolean opening = true;
    for (int i = 0; i < words.size(); i++) {
      opening = words.get(i).startsSentence() || opening && Courtesies.contains(words.get(i - 1));
      if (!taken.get(i)) {
        matchAt(words, i, opening, taken, matches);
      }
    }
    return matches;
  }

  private void matchAt(
      List<Word> words, int start, boolean opening, BitSet taken, List<Match<T>> matches) {
    int best = 0;
    BitSet used = null;
    for (Phrase<T> phrase : byFirst.getOrDefault(words.get(start).stem(), List.of())) {
      if (phrase.rank() < best) {
        return;
      }
      if (phrase.anchored() && !opening) {
        continue;
      }
      used = used == null ? new BitSet() : used;
      used.clear();
      int end = end(phrase.stems(), 0, words, start, start, used);
      if (end >= 0) {
        best = phrase.rank();
        taken.or(used);
        matches.add(new Match<>(phrase.value(), start, end));
      }
    }
  }

  /// The index after the last word of `stems` from `part` on, or -1 where they do not stand at
  /// `at`.
  private static int end(
      List<String> stems, int part, List<Word> words, int start, int at, BitSet used) {
    if (part == stems.size()) {
      return at;
    }
    if (stems.get(part).equals(GAP)) {
      return endAfterGap(stems, part + 1, words, start, at, used);
    }
    if (at >= words.size()
        || !words.get(at).stem().equals(stems.get(part))
        || at > start && words.get(at).startsSentence()) {
      return -1;
    }
    int end = end(stems, part + 1, words, start, at + 1, used);
    if (end >= 0) {
      used.set(at);
    }
    return end;
  }

  private static int endAfterGap(
      List<String> stems, int part, List<Word> words, int start, int from, BitSet used) {
    for (int at = from; at <= from + MAX_GAP && at < words.size(); at++) {
      if (words.get(at).startsSentence()) {
        return -1;
      }
      int end = end(stems, part, words, start, at, used);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }
}
