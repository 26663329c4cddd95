package dev.cyanotype.llm.builtin;

import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmProvider;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.template.TemplateLibrary;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Answers from rules and templates: without a language model, a key or a network, and always the
/// same for the same request. Every answer says so in its first line.
@ApplicationScoped
public class BuiltinProvider implements LlmProvider {

  static final String MODEL = "cyanotype-builtin";
  private static final LlmEvent FINISHED = new LlmEvent.Finished("stop");

  private final Templates templates;
  private final Duration tokenDelay;

  @Inject
  public BuiltinProvider(TemplateLibrary library, BuiltinConfig config) {
    this(Templates.of(library), config.tokenDelay());
  }

  BuiltinProvider(Templates templates, Duration tokenDelay) {
    this.templates = templates;
    this.tokenDelay = tokenDelay;
  }

  @Override
  public String id() {
    return "builtin";
  }

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public Multi<LlmEvent> stream(LlmRequest request) {
    Multi<LlmEvent> events =
        Multi.createFrom().deferred(() -> Multi.createFrom().iterable(events(request)));
    return tokenDelay.isPositive() ? events.onItem().call(this::pause) : events;
  }

  private Uni<Void> pause() {
    return Uni.createFrom().voidItem().onItem().delayIt().by(tokenDelay);
  }

  private List<LlmEvent> events(LlmRequest request) {
    List<LlmEvent> events = new ArrayList<>();
    Pieces.of(answer(request)).forEach(piece -> events.add(new LlmEvent.Text(piece)));
    events.add(FINISHED);
    return events;
  }

  private String answer(LlmRequest request) {
    Turn turn = Turn.of(request);
    String answer =
        switch (request.task()) {
          case CHAT -> ChatAnswer.of(turn, request.subject(), templates);
          case DESIGN -> DesignAnswer.of(turn, request.subject(), templates);
          case DESCRIBE -> Description.of(request.subject());
          case IMPROVE -> Review.of(turn, request.subject());
          case SIZE -> SizeAdvice.of(turn, request.subject(), templates);
        };
    return Prose.say("general.signature") + "\n\n" + answer + "\n";
  }
}
