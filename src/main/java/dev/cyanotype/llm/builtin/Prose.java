package dev.cyanotype.llm.builtin;

import dev.cyanotype.requirements.Cues;
import java.util.Map;

/// The sentences of the answers, by `section.key`. What stands in braces is filled in once; a value
/// with braces of its own stays as it is.
final class Prose {

  private static final Cues SENTENCES = Cues.of("/builtin/prose.yaml");

  private Prose() {}

  static String say(String key) {
    return say(key, Map.of());
  }

  /// @throws IllegalArgumentException where a sentence has a place that `values` do not fill
  static String say(String key, Map<String, ?> values) {
    String sentence = sentence(key);
    StringBuilder said = new StringBuilder(sentence.length() + 64);
    int at = 0;
    for (int open = sentence.indexOf('{'); open >= 0; open = sentence.indexOf('{', at)) {
      int close = sentence.indexOf('}', open);
      String place = sentence.substring(open + 1, close);
      if (!values.containsKey(place)) {
        throw new IllegalArgumentException("'" + key + "' needs a value for " + place);
      }
      said.append(sentence, at, open).append(values.get(place));
      at = close + 1;
    }
    return said.append(sentence, at, sentence.length()).toString();
  }

  private static String sentence(String key) {
    int dot = key.indexOf('.');
    Object sentence = SENTENCES.section(key.substring(0, dot)).get(key.substring(dot + 1));
    if (sentence == null) {
      throw new IllegalArgumentException("there is no sentence '" + key + "'");
    }
    return sentence.toString().strip();
  }
}
