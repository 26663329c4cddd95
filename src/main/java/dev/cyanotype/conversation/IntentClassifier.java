package dev.cyanotype.conversation;

import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.NamedTemplate;
import dev.cyanotype.requirements.Negations;
import dev.cyanotype.requirements.Phrases;
import dev.cyanotype.requirements.Requirements;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells what a message is after by the phrases in it. Needs no model, so the answer is there
/// before the first token, and is the same every time.
public final class IntentClassifier {

  private static final Cues CUES = Cues.of("/intents/cues.yaml");
  private static final Phrases<Cue> PHRASES = phrases();
  private static final Map<Intent, Double> PRIOR = weights(CUES.section("prior"));
  private static final Map<String, Map<Intent, Double>> EVIDENCE = evidence();

  private IntentClassifier() {}

  private record Cue(Intent intent, double weight, String phrase) {}

  /// @param message of any length; words after [Words#MAX_WORDS] say nothing
  public static RecognizedIntent classify(String message, Set<String> knownTemplateIds) {
    List<Word> words = Words.of(message);
    Requirements requirements = Requirements.read(words);
    Optional<NamedTemplate> template = NamedTemplate.find(words, knownTemplateIds);
    double[] scores = scores(words, requirements, template);
    int best = best(scores);
    return new RecognizedIntent(
        Intent.values()[best], share(scores, best), entities(requirements, template));
  }

  private static double[] scores(
      List<Word> words, Requirements requirements, Optional<NamedTemplate> template) {
    double[] scores = new double[Intent.values().length];
    add(scores, PRIOR);
    addPhrases(scores, words);
    template.ifPresent(
        named ->
            add(scores, EVIDENCE.get(named.spelledOut() ? "template_named" : "template_meant")));
    if (!requirements.components().isEmpty()) {
      add(scores, EVIDENCE.get("components"));
    }
    if (requirements.availability().isPresent()) {
      add(scores, EVIDENCE.get("availability"));
    }
    if (requirements.audience().isPresent() || requirements.budget().isPresent()) {
      add(scores, EVIDENCE.get("sizes"));
    }
    return scores;
  }

  /// The strongest phrase of an intent counts in full and the others by a third together at most,
  /// so that a long message is not taken for a sure one.
  private static void addPhrases(double[] scores, List<Word> words) {
    double[] strongest = new double[scores.length];
    double[] others = new double[scores.length];
    Set<Cue> seen = new HashSet<>();
    for (Phrases.Match<Cue> match : PHRASES.in(words)) {
      Cue cue = match.value();
      if (!Negations.before(words, match.start()) && seen.add(cue)) {
        int intent = cue.intent().ordinal();
        others[intent] += Math.min(strongest[intent], cue.weight());
        strongest[intent] = Math.max(strongest[intent], cue.weight());
      }
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] += strongest[i] + Math.min(others[i], strongest[i]) / 3;
    }
  }

  private static void add(double[] scores, Map<Intent, Double> weights) {
    weights.forEach((intent, weight) -> scores[intent.ordinal()] += weight);
  }

  private static int best(double[] scores) {
    int best = Intent.QUESTION.ordinal();
    for (int i = 0; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static double share(double[] scores, int index) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - scores[index]);
    }
    return Math.clamp(Math.round(100 / sum) / 100.0, 0.01, 0.99);
  }

  private static Map<String, Object> entities(
      Requirements requirements, Optional<NamedTemplate> template) {
    Map<String, Object> entities = new LinkedHashMap<>();
    template.ifPresent(named -> entities.put("template", named.id()));
    entities.putAll(requirements.toMap());
    return entities;
  }

  private static Phrases<Cue> phrases() {
    Phrases.Builder<Cue> phrases = Phrases.builder();
    CUES.sections("cues")
        .forEach(
            (intent, byWeight) ->
                byWeight.forEach(
                    (weight, list) ->
                        Cues.texts(list)
                            .forEach(
                                phrase ->
                                    phrases.add(
                                        phrase,
                                        new Cue(
                                            Intent.of(intent),
                                            Double.parseDouble(weight),
                                            phrase)))));
    return phrases.build();
  }

  private static Map<String, Map<Intent, Double>> evidence() {
    Map<String, Map<Intent, Double>> evidence = new LinkedHashMap<>();
    CUES.sections("evidence").forEach((name, section) -> evidence.put(name, weights(section)));
    return evidence;
  }

  private static Map<Intent, Double> weights(Map<String, Object> section) {
    Map<Intent, Double> weights = new EnumMap<>(Intent.class);
    section.forEach(
        (intent, weight) -> weights.put(Intent.of(intent), ((Number) weight).doubleValue()));
    return weights;
  }
}
