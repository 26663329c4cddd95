package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.LlmRequest.Task;
import dev.cyanotype.llm.Message;
import dev.cyanotype.security.Caller;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prepares what a model is asked: the task, the prompts, the template or blueprint to start
/// from, the earlier turns.
@ApplicationScoped
public class Turns {

  private final TemplateLibrary library;
  private final ConversationMemory memory;

  Turns(TemplateLibrary library, ConversationMemory memory) {
    this.library = library;
    this.memory = memory;
  }

  Turn chat(
      ChatRequest request, Caller caller, Optional<Blueprint> given, RecognizedIntent intent) {
    Optional<ConversationKey> conversation = ConversationKey.of(caller, request.context());
    List<Message> earlier = memory.recall(conversation);
    Optional<Template> template = template(intent, request.message());
    Optional<Blueprint> subject =
        given.or(() -> followedUp(intent, earlier)).or(() -> subject(intent, template));
    LlmRequest asked =
        switch (intent.intent()) {
          case CREATE_BLUEPRINT, CUSTOMIZE_TEMPLATE ->
              design(request.message(), request.message(), subject, template, earlier);
          default -> chat(request.message(), subject, earlier);
        };
    return new Turn(
        intent,
        asked.with(request.options()),
        conversation,
        clarification(intent, template, given, earlier));
  }

  LlmRequest design(DesignRequest request, Optional<ConversationKey> conversation) {
    Optional<Blueprint> given = request.context().subject();
    List<Message> earlier = memory.recall(conversation);
    String words = request.description();
    Optional<Template> template = best(words);
    return design(words, Prompts.DESIGN.with("words", words), given, template, earlier)
        .with(request.options());
  }

  LlmRequest about(Task task, String words, Optional<Blueprint> subject) {
    StringBuilder message = new StringBuilder();
    switch (task) {
      case DESCRIBE -> message.append(Prompts.DESCRIBE.text());
      case IMPROVE -> message.append(Prompts.IMPROVE.text());
      case SIZE -> message.append(Prompts.SIZE.with("words", words));
      case CHAT, DESIGN -> throw new IllegalArgumentException(task + " has turns of its own");
    }
    subject.ifPresent(blueprint -> message.append('\n').append(shown(blueprint)));
    List<Message> messages =
        List.of(Message.system(Prompts.SYSTEM.text()), Message.user(message.toString()));
    return new LlmRequest(task, words, subject, messages);
  }

  private LlmRequest chat(String words, Optional<Blueprint> subject, List<Message> earlier) {
    String system =
        Prompts.SYSTEM.text() + "\n" + Prompts.LIBRARY.with("templates", library.listed());
    String message = subject.map(blueprint -> words + "\n\n" + shown(blueprint)).orElse(words);
    return new LlmRequest(Task.CHAT, words, subject, messages(system, earlier, message));
  }

  private LlmRequest design(
      String words,
      String prompt,
      Optional<Blueprint> subject,
      Optional<Template> template,
      List<Message> earlier) {
    String system = Prompts.SYSTEM.text() + "\n" + Prompts.STRUCTURE.text();
    String start =
        subject
            .map(Turns::shown)
            .or(() -> template.map(Turns::shown))
            .map(text -> "\n\n" + text)
            .orElse("");
    return new LlmRequest(Task.DESIGN, words, subject, messages(system, earlier, prompt + start));
  }

  private static List<Message> messages(String system, List<Message> earlier, String message) {
    List<Message> messages = new ArrayList<>();
    messages.add(Message.system(system));
    messages.addAll(earlier);
    messages.add(Message.user(message));
    return messages;
  }

  /// "Now for 50,000 users" is about the blueprint that this conversation made last.
  private static Optional<Blueprint> followedUp(RecognizedIntent intent, List<Message> earlier) {
    boolean names = intent.entities().containsKey("template");
    return switch (intent.intent()) {
      case CUSTOMIZE_TEMPLATE, ESTIMATE_COST, SECURITY_AUDIT ->
          names ? Optional.empty() : lastBlueprint(earlier);
      case CREATE_BLUEPRINT, LIST_TEMPLATES, DEPLOY, STATUS, ROLLBACK, QUESTION -> Optional.empty();
    };
  }

  static Optional<Blueprint> lastBlueprint(List<Message> earlier) {
    return earlier.reversed().stream()
        .filter(message -> message.role() == Message.Role.ASSISTANT)
        .flatMap(message -> AnswerText.blueprint(message.content()).stream())
        .flatMap(yaml -> CheckedBlueprint.fromYaml(yaml).blueprint().stream())
        .findFirst();
  }

  /// A customisation starts from its template; a new design is free to start elsewhere.
  private static Optional<Blueprint> subject(RecognizedIntent intent, Optional<Template> template) {
    return switch (intent.intent()) {
      case CREATE_BLUEPRINT -> Optional.empty();
      case CUSTOMIZE_TEMPLATE, ESTIMATE_COST, SECURITY_AUDIT -> template.map(Template::blueprint);
      case LIST_TEMPLATES, DEPLOY, STATUS, ROLLBACK, QUESTION -> Optional.empty();
    };
  }

  /// Looked for only where the answer starts from one.
  private Optional<Template> template(RecognizedIntent intent, String words) {
    return switch (intent.intent()) {
      case CREATE_BLUEPRINT, CUSTOMIZE_TEMPLATE, ESTIMATE_COST, SECURITY_AUDIT ->
          named(intent).or(() -> best(words));
      case LIST_TEMPLATES, DEPLOY, STATUS, ROLLBACK, QUESTION -> Optional.empty();
    };
  }

  private Optional<Template> named(RecognizedIntent intent) {
    return intent.entities().get("template") instanceof String id
        ? library.find(id)
        : Optional.empty();
  }

  private Optional<Template> best(String words) {
    return library.search(words, 1).stream().findFirst().map(TemplateLibrary.Hit::template);
  }

  /// A design can start where anything at all is known of what it is for.
  private static Optional<String> clarification(
      RecognizedIntent intent,
      Optional<Template> template,
      Optional<Blueprint> given,
      List<Message> earlier) {
    boolean design =
        switch (intent.intent()) {
          case CREATE_BLUEPRINT, CUSTOMIZE_TEMPLATE -> true;
          case LIST_TEMPLATES, ESTIMATE_COST, SECURITY_AUDIT, DEPLOY, STATUS, ROLLBACK, QUESTION ->
              false;
        };
    boolean known =
        template.isPresent()
            || given.isPresent()
            || !earlier.isEmpty()
            || intent.entities().containsKey("components");
    return design && !known ? Optional.of(Prompts.CLARIFY.text().strip()) : Optional.empty();
  }

  private static String shown(Template template) {
    return Prompts.TEMPLATE
        .with("id", template.id())
        .replace("{{yaml}}", BlueprintCodec.writeYaml(template.blueprint()));
  }

  private static String shown(Blueprint blueprint) {
    return Prompts.BLUEPRINT.with("yaml", BlueprintCodec.writeYaml(blueprint));
  }
}
