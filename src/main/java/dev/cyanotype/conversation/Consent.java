package dev.cyanotype.conversation;

import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.Phrases;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a message answers to the question whether a plan shall be carried out.
enum Consent {
  /// Nothing but a yes.
  GIVEN,
  /// Nothing but a no.
  REFUSED,
  /// Anything else: whoever wants more than what was planned has not agreed to it.
  UNSAID;

  private static final Phrases<String> PHRASES =
      Cues.of("/intents/deployment.yaml").phrases("consent");

  static Consent of(String message) {
    List<Word> words = Words.of(message);
    Set<String> said = new HashSet<>();
    int at = 0;
    for (Phrases.Match<String> match : PHRASES.in(words)) {
      if (match.start() != at) {
        return UNSAID;
      }
      said.add(match.value());
      at = match.end();
    }
    return at == words.size() ? of(said) : UNSAID;
  }

  private static Consent of(Set<String> said) {
    boolean given = said.contains("given");
    boolean refused = said.contains("refused");
    return given == refused ? UNSAID : given ? GIVEN : REFUSED;
  }
}
