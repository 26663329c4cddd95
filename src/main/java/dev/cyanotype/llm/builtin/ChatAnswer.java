package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.llm.Message;
import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.NamedTemplate;
import dev.cyanotype.requirements.Phrases;
import dev.cyanotype.requirements.Requirements;
import dev.cyanotype.requirements.Word;
import dev.cyanotype.requirements.Words;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers a message that asks for no blueprint, from what is known without a language model.
final class ChatAnswer {

  private static final Cues CUES = Cues.of("/builtin/topics.yaml");
  private static final Phrases<String> TOPICS = CUES.phrases("topics");
  private static final List<String> ORDER = List.copyOf(CUES.section("topics").keySet());
  private static final Map<String, Map<String, Object>> GLOSSARY = CUES.sections("glossary");
  private static final Phrases<String> TERMS = terms();
  private static final int MOST_TERMS = 3;
  private static final int MOST_SUGGESTED = 3;

  private final Turn turn;
  private final List<Word> words;
  private final Optional<Blueprint> subject;
  private final Templates templates;

  private ChatAnswer(Turn turn, Optional<Blueprint> subject, Templates templates) {
    this.turn = turn;
    this.words = Words.of(turn.words());
    this.subject = subject;
    this.templates = templates;
  }

  static String of(Turn turn, Optional<Blueprint> subject, Templates templates) {
    return new ChatAnswer(turn, subject, templates).text();
  }

  private String text() {
    return switch (topic().orElse("")) {
      case "list" -> list();
      case "cost" -> cost();
      case "audit" -> audit();
      case "deploy" -> Prose.say("chat.deploy");
      case "status" -> Prose.say("chat.status");
      case "rollback" -> Prose.say("chat.rollback");
      case "terms" -> explained(termsInWords());
      case "template" -> described(named(words).orElseThrow());
      case "who" -> Prose.say("chat.who");
      case "capabilities" -> Prose.say("chat.capabilities");
      case "thanks" -> Prose.say("chat.thanks");
      case "greeting" -> Prose.say("chat.greeting");
      default -> unknown();
    };
  }

  /// The first in the order of the resource that the words touch.
  private Optional<String> topic() {
    Set<String> touched = new LinkedHashSet<>();
    TOPICS.in(words).forEach(match -> touched.add(match.value()));
    if (!termsInWords().isEmpty()) {
      touched.add("terms");
    }
    if (named(words).filter(NamedTemplate::spelledOut).isPresent()) {
      touched.add("template");
    }
    return ORDER.stream().filter(touched::contains).findFirst();
  }

  private String list() {
    List<String> lines =
        templates.all().stream()
            .map(
                template ->
                    Prose.say(
                        "chat.template",
                        Map.of(
                            "name", template.name(),
                            "id", template.id(),
                            "complexity", template.complexity().id(),
                            "cost", template.estimatedCost())))
            .toList();
    return lines.isEmpty()
        ? Prose.say("design.no_templates")
        : Prose.say("chat.list", Map.of("count", lines.size()))
            + "\n\n"
            + Lists.bullets(lines)
            + "\n\n"
            + Prose.say("chat.list_end");
  }

  private String cost() {
    Optional<Blueprint> meant = asksForSomethingNew() ? Optional.empty() : meant();
    return Design.of(turn, meant, templates)
        .map(this::cost)
        .orElseGet(() -> Prose.say("design.no_templates"));
  }

  private String cost(Design design) {
    List<String> parts = new ArrayList<>();
    parts.add(
        Prose.say(
            "chat.cost",
            Map.of(
                "name", design.base().template().name(),
                "cost", design.cost(),
                "dearest", Thrift.dearest(design.blueprint()))));
    costOfNamed(design).ifPresent(parts::add);
    turn.requirements()
        .budget()
        .ifPresent(budget -> parts.add(Thrift.remark(design.blueprint(), budget)));
    return String.join("\n\n", parts);
  }

  /// Who asks for the cost of Kafka wants to know more than that of all that comes with it.
  private Optional<String> costOfNamed(Design design) {
    Requirements now = Requirements.read(words);
    Set<String> wanted = now.technologies().isEmpty() ? now.components() : now.technologies();
    List<Resource> named =
        design.blueprint().resources().stream()
            .filter(resource -> wanted.stream().anyMatch(part -> Parts.is(resource, part)))
            .toList();
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Prose.say(
                "chat.cost_of_parts",
                Map.of(
                    "names", Lists.names(named.stream().map(Resource::name).toList()),
                    "cost", CostEstimator.estimate(design.blueprint().withResources(named)))));
  }

  private boolean asksForSomethingNew() {
    Requirements now = Requirements.read(words);
    return named(words).isPresent() || !now.components().isEmpty();
  }

  private String audit() {
    return meant()
        .map(
            blueprint ->
                Review.of(turn, Optional.of(blueprint)) + "\n\n" + Prose.say("chat.audit_end"))
        .orElseGet(() -> Prose.say("chat.audit"));
  }

  /// What "it" is: the subject, else the template that was named last.
  private Optional<Blueprint> meant() {
    return named(words)
        .filter(NamedTemplate::spelledOut)
        .or(() -> subject.isPresent() ? Optional.empty() : namedEarlier())
        .flatMap(named -> templates.find(named.id()))
        .map(Template::blueprint)
        .or(() -> subject);
  }

  private Optional<NamedTemplate> namedEarlier() {
    return turn.earlier().stream()
        .map(Message::content)
        .flatMap(content -> named(Words.of(content)).stream())
        .filter(NamedTemplate::spelledOut)
        .findFirst();
  }

  private Optional<NamedTemplate> named(List<Word> text) {
    return NamedTemplate.find(text, templates.ids());
  }

  private List<String> termsInWords() {
    return TERMS.in(words).stream().map(Phrases.Match::value).distinct().limit(MOST_TERMS).toList();
  }

  private String explained(List<String> terms) {
    List<String> parts = new ArrayList<>();
    terms.forEach(term -> parts.add(String.valueOf(GLOSSARY.get(term).get("text")).strip()));
    List<String> fitting = suggested();
    if (!fitting.isEmpty()) {
      parts.add(Prose.say("chat.related", Map.of("names", Lists.names(fitting))));
    }
    return String.join("\n\n", parts);
  }

  private String described(NamedTemplate named) {
    Template template = templates.find(named.id()).orElseThrow();
    return Prose.say(
        "chat.about_template",
        Map.of(
            "name", template.name(),
            "id", template.id(),
            "description", template.description().strip(),
            "count", template.blueprint().resources().size(),
            "complexity", template.complexity().id(),
            "cost", template.estimatedCost()));
  }

  /// Templates are suggested where the words are about an infrastructure: a search finds something
  /// in almost any words.
  private String unknown() {
    List<String> fitting = Requirements.read(words).isEmpty() ? List.of() : suggested();
    return fitting.isEmpty()
        ? Prose.say("chat.unknown")
        : Prose.say("chat.unknown_but", Map.of("names", Lists.names(fitting)));
  }

  private List<String> suggested() {
    return templates.search(PlainText.of(turn.words(), 200), MOST_SUGGESTED).stream()
        .map(TemplateLibrary.Hit::template)
        .map(Template::id)
        .toList();
  }

  private static Phrases<String> terms() {
    Phrases.Builder<String> terms = Phrases.builder();
    GLOSSARY.forEach(
        (term, entry) -> Cues.texts(entry.get("say")).forEach(phrase -> terms.add(phrase, term)));
    return terms.build();
  }
}
