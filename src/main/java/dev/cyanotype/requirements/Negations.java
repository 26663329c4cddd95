package dev.cyanotype.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Tells what a text refuses: `no cache`, `don't deploy`, `without a cache, CDN or queue`.
public final class Negations {

  private static final Cues CUES = Cues.of("/requirements/words.yaml");
  private static final Set<String> NEGATORS = CUES.stems("negators");
  private static final Set<String> FILLERS = CUES.stems("fillers");
  private static final Set<String> ARTICLES = CUES.stems("articles");
  private static final int REACH = 5;

  private Negations() {}

  /// Whether a negation governs the word at `start`, with nothing but fillers between.
  public static boolean before(List<Word> words, int start) {
    for (int i = start; i > 0 && i > start - REACH && !words.get(i).startsClause(); i--) {
      Word previous = words.get(i - 1);
      if (NEGATORS.contains(previous.stem())) {
        return true;
      }
      if (!FILLERS.contains(previous.stem())) {
        return false;
      }
    }
    return false;
  }

  /// Those of `matches` that the text refuses. In an enumeration the negation goes for what follows
  /// `or` and `nor`, and for what follows `and` without an article of its own.
  static <T> List<Phrases.Match<T>> refused(List<Word> words, List<Phrases.Match<T>> matches) {
    List<Phrases.Match<T>> refused = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      if (before(words, matches.get(i).start()) || inherits(words, matches, i, refused)) {
        refused.add(matches.get(i));
      }
    }
    return refused;
  }

  private static <T> boolean inherits(
      List<Word> words, List<Phrases.Match<T>> matches, int index, List<Phrases.Match<T>> refused) {
    if (index == 0 || refused.isEmpty() || refused.getLast() != matches.get(index - 1)) {
      return false;
    }
    Phrases.Match<T> previous = matches.get(index - 1);
    Phrases.Match<T> match = matches.get(index);
    if (previous.start() == match.start()) {
      return true;
    }
    List<Word> between = between(words, previous, match);
    if (between.isEmpty()) {
      return endsInOr(words, matches, index);
    }
    boolean bare = between.size() == 1;
    return switch (between.getFirst().stem()) {
      case "or", "nor" -> bare || between.size() == 2 && isArticle(between.getLast());
      case "and" -> bare;
      default -> false;
    };
  }

  private static <T> boolean endsInOr(List<Word> words, List<Phrases.Match<T>> matches, int from) {
    for (int i = from; i + 1 < matches.size(); i++) {
      List<Word> between = between(words, matches.get(i), matches.get(i + 1));
      if (!between.isEmpty()) {
        String connective = between.getFirst().stem();
        return connective.equals("or") || connective.equals("nor");
      }
    }
    return false;
  }

  private static <T> List<Word> between(
      List<Word> words, Phrases.Match<T> first, Phrases.Match<T> second) {
    return words.subList(Math.min(first.end(), second.start()), second.start());
  }

  private static boolean isArticle(Word word) {
    return ARTICLES.contains(word.stem());
  }
}
