package dev.cyanotype.template.search;

import java.util.stream.IntStream;

/// How far apart two words are for somebody who mistypes.
public final class Typos {

  private static final int SHORTEST_WORD = 4;
  private static final int LONG_WORD = 8;
  private static final int LONGEST_WORD = 64;

  private Typos() {}

  /// How many typos a word may hold and still be recognised: none below 4 letters, where another
  /// letter makes another word, one up to 7, two from 8 on, and none again past 64, which nobody
  /// means and everybody would pay for.
  static int allowedIn(String word) {
    int length = word.length();
    if (length < SHORTEST_WORD || length > LONGEST_WORD) {
      return 0;
    }
    return length < LONG_WORD ? 1 : 2;
  }

  /// Whether `word` is hardly `other` mistyped, but a word of its own that happens to rhyme with
  /// it: `light` and `night`. People seldom get the first letter wrong.
  static boolean rhymes(String word, String other) {
    return word.length() < LONG_WORD
        && word.charAt(0) != other.charAt(0)
        && word.substring(1).equals(other.substring(1));
  }

  /// The Damerau–Levenshtein distance (optimal string alignment): letters added, dropped, changed,
  /// or swapped with their neighbour.
  ///
  /// @return more than `limit` where the words are further apart than that
  public static int distance(String one, String other, int limit) {
    if (Math.abs(one.length() - other.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[other.length() + 1];
    int[] last = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int[] row = row(one, other, i, last, beforeLast);
      if (IntStream.of(row).min().orElseThrow() > limit) {
        return limit + 1;
      }
      beforeLast = last;
      last = row;
    }
    return last[other.length()];
  }

  private static int[] row(String one, String other, int i, int[] last, int[] beforeLast) {
    int[] row = new int[other.length() + 1];
    row[0] = i;
    for (int j = 1; j <= other.length(); j++) {
      int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
      row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
      if (swapped(one, other, i, j)) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    return row;
  }

  private static boolean swapped(String one, String other, int i, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
