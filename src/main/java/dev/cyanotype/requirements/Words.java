package dev.cyanotype.requirements;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Takes a text apart into words. The work is bounded, so that a message of any length costs well
/// under a millisecond: what a text is about stands in its first [#MAX_WORDS] words.
public final class Words {

  public static final int MAX_WORDS = 2000;
  public static final int MAX_LENGTH = 64;
  private static final int MAX_CHARS = 65_536;
  private static final int MAX_DIGITS = 15;
  private static final String SIGNS = "$€£%?";
  private static final Map<String, BigDecimal> MULTIPLIERS =
      Map.of(
          "k", BigDecimal.valueOf(1_000),
          "m", BigDecimal.valueOf(1_000_000),
          "mn", BigDecimal.valueOf(1_000_000),
          "mio", BigDecimal.valueOf(1_000_000),
          "bn", BigDecimal.valueOf(1_000_000_000));

  private final String text;
  private final int end;
  private final List<Word> words = new ArrayList<>();
  private int at;
  private boolean joined;
  private boolean startsClause = true;
  private boolean startsSentence = true;

  private Words(String text) {
    this.text = text;
    this.end = Math.min(text.length(), MAX_CHARS);
  }

  public static List<Word> of(String text) {
    Words reader = new Words(text);
    while (reader.at < reader.end && reader.words.size() < MAX_WORDS) {
      reader.step();
    }
    return reader.words;
  }

  private void step() {
    char c = text.charAt(at);
    if (isDigit(c)) {
      number();
    } else if (Character.isLetter(c)) {
      word();
    } else {
      sign(c);
    }
  }

  private void word() {
    StringBuilder letters = new StringBuilder(12);
    while (at < end && isWordPart(text.charAt(at))) {
      char c = text.charAt(at++);
      if (!isApostrophe(c) && letters.length() < MAX_LENGTH) {
        letters.append(c);
      }
    }
    String word = letters.toString().toLowerCase(Locale.ROOT);
    add(new Word(word, stem(word), null, "", joined, startsClause, startsSentence));
  }

  private void number() {
    int start = at;
    StringBuilder digits = new StringBuilder(12);
    boolean wellFormed = digits(digits);
    int unitStart = at;
    while (at < end && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String written = text.substring(start, Math.min(at, start + MAX_LENGTH));
    String word = written.toLowerCase(Locale.ROOT);
    String unit =
        text.substring(unitStart, Math.min(at, unitStart + MAX_LENGTH)).toLowerCase(Locale.ROOT);
    BigDecimal value =
        wellFormed && digits.length() <= MAX_DIGITS ? new BigDecimal(digits.toString()) : null;
    BigDecimal multiplier = MULTIPLIERS.get(unit);
    if (value != null && multiplier != null) {
      value = value.multiply(multiplier);
      unit = "";
    }
    add(new Word(word, word, value, unit, joined, startsClause, startsSentence));
  }

  /// Reads `100,000`, `99.99`, `1,5`; false for what has the digits of several numbers, such as an
  /// address.
  private boolean digits(StringBuilder digits) {
    int points = 0;
    while (at < end) {
      char c = text.charAt(at);
      boolean digitFollows = at + 1 < end && isDigit(text.charAt(at + 1));
      if (isDigit(c)) {
        digits.append(c);
      } else if (c == '.' && digitFollows || c == ',' && digitFollows && !isGroup(at + 1)) {
        points++;
        digits.append('.');
      } else if (!((c == ',' || isApostrophe(c) || c == '_') && digitFollows)) {
        break;
      }
      at++;
    }
    return points <= 1;
  }

  private boolean isGroup(int from) {
    int to = from;
    while (to < end && isDigit(text.charAt(to))) {
      to++;
    }
    return to - from == 3;
  }

  private void sign(char c) {
    at++;
    if (SIGNS.indexOf(c) >= 0) {
      String sign = String.valueOf(c);
      add(new Word(sign, sign, null, "", false, startsClause, startsSentence));
    }
    boolean spaceFollows = at >= end || Character.isWhitespace(text.charAt(at));
    joined = c == '-' && !spaceFollows && !words.isEmpty();
    boolean endsSentence = "!?;\n".indexOf(c) >= 0 || c == '.' && spaceFollows;
    startsSentence |= endsSentence;
    startsClause |= endsSentence || ",:()[]".indexOf(c) >= 0;
  }

  private void add(Word word) {
    words.add(word);
    joined = false;
    startsClause = false;
    startsSentence = false;
  }

  private boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c)
        || isApostrophe(c) && at + 1 < end && Character.isLetter(text.charAt(at + 1));
  }

  private static boolean isApostrophe(char c) {
    return c == '\'' || c == '’';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Takes the endings of English plurals and verb forms off, and no more: what is left need not be
  /// a word, it only has to be the same for all forms of one.
  static String stem(String word) {
    String stem = word;
    if (stem.length() > 4 && stem.endsWith("ies")) {
      return stem.substring(0, stem.length() - 3) + "y";
    }
    if (stem.length() > 3 && stem.endsWith("s") && "sui".indexOf(beforeLast(stem)) < 0) {
      stem = stem.substring(0, stem.length() - 1);
    }
    if (stem.length() > 5 && stem.endsWith("ing")) {
      stem = stem.substring(0, stem.length() - 3);
    } else if (stem.length() > 4 && stem.endsWith("ed") && beforeLast(stem) == 'e') {
      stem = stem.endsWith("eed") ? stem : stem.substring(0, stem.length() - 2);
    }
    return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
  }

  private static char beforeLast(String word) {
    return word.charAt(word.length() - 2);
  }
}
