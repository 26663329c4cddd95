package dev.cyanotype.template.search;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Cuts text into words and words down to their stems, the same way for what is searched and for
/// what is searched for.
final class Words {

  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern VOWEL = Pattern.compile("[aeiouy]");
  private static final int SHORTEST_STEM = 3;

  private Words() {}

  /// The words of `text` in lower case and without accents. A single character or a bare number is
  /// none: neither tells one template from another.
  static List<String> of(String text) {
    String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    return SEPARATORS
        .splitAsStream(plain.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 1 && LETTER.matcher(word).find())
        .toList();
  }

  /// Takes off the endings of plurals and verbs, and no more: a stemmer that merges more (Porter's
  /// makes one of `generic` and `general`) finds too much among names of products.
  static String stem(String word) {
    return withoutFinalE(withoutVerbEnding(withoutPlural(word)));
  }

  private static String withoutPlural(String word) {
    if (word.length() <= SHORTEST_STEM || !word.endsWith("s")) {
      return word;
    }
    if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is") || isInitials(word)) {
      return word;
    }
    return word.endsWith("ies") && word.length() > 4 ? cut(word, 3) + "y" : cut(word, 1);
  }

  /// `mtls` and `rds` are no plurals.
  private static boolean isInitials(String word) {
    return !VOWEL.matcher(word).find();
  }

  private static String withoutVerbEnding(String word) {
    if (word.endsWith("ing")) {
      return verbStem(word, cut(word, 3));
    }
    if (word.endsWith("ed") && !word.endsWith("eed")) {
      return verbStem(word, cut(word, 2));
    }
    return word;
  }

  private static String verbStem(String word, String stem) {
    if (stem.length() < SHORTEST_STEM || !VOWEL.matcher(stem).find()) {
      return word;
    }
    return endsDoubled(stem) ? cut(stem, 1) : stem;
  }

  /// `logging` comes from `log`, but `installing` from `install`.
  private static boolean endsDoubled(String stem) {
    char last = stem.charAt(stem.length() - 1);
    return stem.length() > SHORTEST_STEM
        && last == stem.charAt(stem.length() - 2)
        && "aeiouls".indexOf(last) < 0;
  }

  private static String withoutFinalE(String word) {
    return word.length() > SHORTEST_STEM && word.endsWith("e") ? cut(word, 1) : word;
  }

  private static String cut(String word, int letters) {
    return word.substring(0, word.length() - letters);
  }
}
