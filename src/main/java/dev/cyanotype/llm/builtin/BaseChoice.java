package dev.cyanotype.llm.builtin;

import dev.cyanotype.requirements.Availability;
import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.NamedTemplate;
import dev.cyanotype.requirements.Negations;
import dev.cyanotype.requirements.Phrases;
import dev.cyanotype.requirements.Requirements;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the template to start from.
///
/// @param reason key of the sentence that says why, in the section `reason` of the prose
record BaseChoice(Template template, String reason) {

  private static final Cues CUES = Cues.of("/builtin/bases.yaml");
  private static final Phrases<Cue> PHRASES = phrases();
  private static final Phrases<String> SMALLNESS = CUES.phrases("smallness");
  private static final double COVERED = CUES.number("covered");
  private static final double REFUSED = CUES.number("refused");
  private static final double FOUND_FIRST = CUES.number("found_first");
  private static final long MANY_USERS = (long) CUES.number("many_users_from");
  private static final int WORDS_SEARCHED = 200;

  private record Cue(String template, double weight) {}

  boolean isNamed() {
    return reason.equals("named");
  }

  /// @param words what is asked for, then what was said before
  /// @return empty for a library without templates
  static Optional<BaseChoice> of(
      List<String> words, Requirements requirements, Templates templates) {
    return named(words, templates).or(() -> best(words, requirements, templates));
  }

  private static Optional<BaseChoice> named(List<String> texts, Templates templates) {
    return texts.stream()
        .flatMap(text -> NamedTemplate.find(Words.of(text), templates.ids()).stream())
        .filter(NamedTemplate::spelledOut)
        .findFirst()
        .flatMap(named -> templates.find(named.id()))
        .map(template -> new BaseChoice(template, "named"));
  }

  private static Optional<BaseChoice> best(
      List<String> texts, Requirements requirements, Templates templates) {
    List<Template> all = templates.all();
    Map<String, Double> scores = scores(texts, requirements, templates);
    Template best = null;
    double bestScore = 0;
    for (Template template : all) {
      double score = scores.getOrDefault(template.id(), 0.0) + fit(template, requirements);
      if (best == null || score > bestScore) {
        best = template;
        bestScore = score;
      }
    }
    String reason = bestScore >= 1 ? "best_match" : "default";
    return Optional.ofNullable(best).map(template -> new BaseChoice(template, reason));
  }

  private static Map<String, Double> scores(
      List<String> texts, Requirements requirements, Templates templates) {
    Map<String, Double> scores = new HashMap<>();
    double weight = 1;
    for (String text : texts) {
      for (Map.Entry<String, Double> said : said(text).entrySet()) {
        scores.merge(said.getKey(), weight * said.getValue(), Double::sum);
      }
      weight /= 2;
    }
    if (!texts.isEmpty()) {
      String query = texts.getFirst();
      templates.search(query.substring(0, Math.min(query.length(), WORDS_SEARCHED)), 1).stream()
          .map(TemplateLibrary.Hit::template)
          .forEach(template -> scores.merge(template.id(), FOUND_FIRST, Double::sum));
    }
    circumstances(texts, requirements)
        .forEach((id, value) -> scores.merge(id, ((Number) value).doubleValue(), Double::sum));
    return scores;
  }

  /// The strongest phrase for each template: a word that comes often does not weigh more.
  private static Map<String, Double> said(String text) {
    Map<String, Double> said = new HashMap<>();
    List<Word> words = Words.of(text);
    for (Phrases.Match<Cue> match : PHRASES.in(words)) {
      if (!Negations.before(words, match.start())) {
        said.merge(match.value().template(), match.value().weight(), Math::max);
      }
    }
    return said;
  }

  private static Map<String, Object> circumstances(List<String> texts, Requirements requirements) {
    Map<String, Object> sums = new HashMap<>(CUES.section("simple"));
    boolean high = requirements.availability().filter(Availability.HIGH::equals).isPresent();
    boolean development = requirements.environment().filter("development"::equals).isPresent();
    boolean small = texts.stream().anyMatch(text -> !SMALLNESS.in(Words.of(text)).isEmpty());
    addIf(high, "highly_available", sums);
    addIf(small && !high, "small", sums);
    addIf(Sizing.usersADay(requirements) >= MANY_USERS, "many_users", sums);
    addIf(development && !high, "development", sums);
    return sums;
  }

  private static void addIf(boolean holds, String section, Map<String, Object> sums) {
    if (holds) {
      CUES.section(section)
          .forEach(
              (id, value) ->
                  sums.merge(
                      id,
                      value,
                      (a, b) -> ((Number) a).doubleValue() + ((Number) b).doubleValue()));
    }
  }

  private static double fit(Template template, Requirements requirements) {
    double fit = 0;
    for (String component : requirements.components()) {
      fit += Parts.has(template.blueprint().resources(), component) ? COVERED : 0;
    }
    for (String technology : requirements.technologies()) {
      fit += Parts.has(template.blueprint().resources(), technology) ? COVERED : 0;
    }
    for (String refused : requirements.refused()) {
      fit += Parts.has(template.blueprint().resources(), refused) ? REFUSED : 0;
    }
    return fit;
  }

  private static Phrases<Cue> phrases() {
    Phrases.Builder<Cue> phrases = Phrases.builder();
    CUES.sections("phrases")
        .forEach(
            (template, byWeight) ->
                byWeight.forEach(
                    (weight, list) -> {
                      Cue cue = new Cue(template, Double.parseDouble(weight));
                      Cues.texts(list).forEach(phrase -> phrases.add(phrase, cue));
                    }));
    return phrases.build();
  }
}
