package dev.cyanotype.requirements;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A template that a text names.
///
/// @param spelledOut named as the template it is, `ha-web-app` or `redis cluster template`, not by
///     words that happen to be its name: `a redis cluster`
public record NamedTemplate(String id, boolean spelledOut) {

  private static final int MAX_PARTS = 8;
  private static final Set<String> SPELL_OUT =
      Cues.of("/requirements/words.yaml").stems("templates");

  public NamedTemplate {
    Objects.requireNonNull(id, "id");
  }

  /// The first that is spelled out, else the first that is named.
  public static Optional<NamedTemplate> find(List<Word> words, Set<String> knownIds) {
    Set<String> firstWords =
        knownIds.stream().map(NamedTemplate::firstWord).collect(Collectors.toSet());
    Optional<NamedTemplate> found = Optional.empty();
    for (int i = 0; i < words.size(); i++) {
      if (firstWords.contains(words.get(i).text())) {
        Optional<NamedTemplate> named = longestAt(words, i, knownIds);
        if (named.isPresent() && named.get().spelledOut()) {
          return named;
        }
        found = found.or(() -> named);
      }
    }
    return found;
  }

  private static Optional<NamedTemplate> longestAt(
      List<Word> words, int start, Set<String> knownIds) {
    StringBuilder id = new StringBuilder();
    boolean joined = true;
    Optional<NamedTemplate> longest = Optional.empty();
    for (int end = start; end < words.size() && end < start + MAX_PARTS; end++) {
      Word word = words.get(end);
      if (end > start && word.startsClause()) {
        break;
      }
      joined &= end == start || word.joined();
      id.append(end == start ? "" : "-").append(word.text());
      if (knownIds.contains(id.toString())) {
        boolean spelledOut = joined && end > start || isBesideTemplate(words, start, end);
        if (spelledOut || end > start) {
          longest = Optional.of(new NamedTemplate(id.toString(), spelledOut));
        }
      }
    }
    return longest;
  }

  private static boolean isBesideTemplate(List<Word> words, int start, int end) {
    return end + 1 < words.size() && SPELL_OUT.contains(words.get(end + 1).stem())
        || start > 0 && SPELL_OUT.contains(words.get(start - 1).stem());
  }

  private static String firstWord(String id) {
    int hyphen = id.indexOf('-');
    return hyphen < 0 ? id : id.substring(0, hyphen);
  }
}
