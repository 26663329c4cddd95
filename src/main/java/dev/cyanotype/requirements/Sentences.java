package dev.cyanotype.requirements;

import java.util.Map;

/// The sentences of a YAML file among the resources, by `section.key`. What stands in braces is
/// filled in once; a value with braces of its own stays as it is.
public final class Sentences {

  private final Cues cues;

  private Sentences(Cues cues) {
    this.cues = cues;
  }

  /// @param path among the resources, from the root
  public static Sentences of(String path) {
    return new Sentences(Cues.of(path));
  }

  public String say(String key) {
    return say(key, Map.of());
  }

  /// @throws IllegalArgumentException where a sentence has a place that `values` do not fill
  public String say(String key, Map<String, ?> values) {
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

  private String sentence(String key) {
    int dot = key.indexOf('.');
    Object sentence = cues.section(key.substring(0, dot)).get(key.substring(dot + 1));
    if (sentence == null) {
      throw new IllegalArgumentException("there is no sentence '" + key + "'");
    }
    return sentence.toString().strip();
  }
}
