package dev.cyanotype.llm.builtin;

import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a new blueprint: the one that the words give it, else what the words are about.
final class BlueprintName {

  private static final Cues CUES = Cues.of("/builtin/naming.yaml");
  private static final Set<String> UNTELLING = Set.copyOf(CUES.list("untelling"));
  private static final Set<String> NAMING = Set.copyOf(CUES.list("naming"));
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final int MOST_WORDS = 4;
  private static final int MOST_LENGTH = 50;

  private BlueprintName() {}

  /// @param otherwise a valid name for words that give none
  static String of(String text, String otherwise) {
    List<Word> words = Words.of(text);
    String given = given(words);
    String name = given.isEmpty() ? telling(words) : given;
    return name.isEmpty() ? otherwise : name;
  }

  private static String given(List<Word> words) {
    for (int i = 0; i + 1 < words.size(); i++) {
      boolean names = NAMING.contains(words.get(i).text()) && !words.get(i + 1).startsSentence();
      if (names) {
        int end = i + 2;
        while (end < words.size() && words.get(end).joined()) {
          end++;
        }
        return joined(words.subList(i + 1, end).stream().map(Word::text).toList());
      }
    }
    return "";
  }

  private static String telling(List<Word> words) {
    List<String> telling = new ArrayList<>();
    for (Word word : words) {
      boolean ends = !telling.isEmpty() && word.startsClause() || telling.size() >= MOST_WORDS;
      if (ends) {
        break;
      }
      String slug = slug(word.text());
      if (!slug.isEmpty() && !word.isNumber() && !UNTELLING.contains(word.text())) {
        telling.add(slug);
      }
    }
    return joined(telling);
  }

  private static String joined(List<String> words) {
    String name = slug(String.join("-", words));
    return name.length() > MOST_LENGTH ? slug(name.substring(0, MOST_LENGTH)) : name;
  }

  private static String slug(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    String slug = OTHER.matcher(plain).replaceAll("-");
    int start = slug.startsWith("-") ? 1 : 0;
    int end = slug.endsWith("-") && slug.length() > start ? slug.length() - 1 : slug.length();
    return slug.substring(start, end);
  }
}
