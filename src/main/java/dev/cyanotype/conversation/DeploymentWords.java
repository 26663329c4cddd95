package dev.cyanotype.conversation;

import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.Phrases;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a message says of deployments beside its intent.
///
/// @param engine where to
/// @param id of a stored blueprint or of a deployment
/// @param wantsEverythingRemoved rather than the version before
record DeploymentWords(
    Optional<String> engine, Optional<String> id, boolean wantsEverythingRemoved) {

  private static final Cues CUES = Cues.of("/intents/deployment.yaml");
  private static final Phrases<String> ENGINES = CUES.phrases("engines");
  private static final Phrases<String> WISHES = CUES.phrases("wishes");
  private static final Pattern UUID =
      Pattern.compile("(?i)\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  static DeploymentWords in(String message) {
    List<Word> words = Words.of(message);
    return new DeploymentWords(
        ENGINES.in(words).stream().findFirst().map(Phrases.Match::value),
        UUID.matcher(message).results().findFirst().map(id -> id.group().toLowerCase(Locale.ROOT)),
        !WISHES.in(words).isEmpty());
  }
}
