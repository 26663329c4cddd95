package dev.cyanotype.llm.builtin;

import dev.cyanotype.requirements.Sentences;
import java.util.Map;

/// The sentences of the answers.
final class Prose {

  private static final Sentences SENTENCES = Sentences.of("/builtin/prose.yaml");

  private Prose() {}

  static String say(String key) {
    return SENTENCES.say(key);
  }

  /// @throws IllegalArgumentException where a sentence has a place that `values` do not fill
  static String say(String key, Map<String, ?> values) {
    return SENTENCES.say(key, values);
  }
}
