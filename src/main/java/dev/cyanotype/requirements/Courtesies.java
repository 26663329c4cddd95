package dev.cyanotype.requirements;

import java.util.Set;

/// Words that may come before what a sentence begins with: `please`, `could you`.
final class Courtesies {

  private static final Set<String> STEMS = Cues.of("/requirements/words.yaml").stems("courtesies");

  private Courtesies() {}

  static boolean contains(Word word) {
    return STEMS.contains(word.stem());
  }
}
