package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.llm.LlmAnswer;
import dev.cyanotype.llm.LlmProviders;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.LiveStreams;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns descriptions into blueprints.
@ApplicationScoped
public class Designs {

  private static final StreamEvent ANALYZING = new StreamEvent.Status("Analyzing requirements...");
  private static final StreamEvent GENERATING = new StreamEvent.Status("Generating blueprint...");

  private final Turns turns;
  private final LlmProviders providers;
  private final BlueprintAnswers blueprints;
  private final ConversationMemory memory;
  private final LiveStreams live;

  Designs(
      Turns turns,
      LlmProviders providers,
      BlueprintAnswers blueprints,
      ConversationMemory memory,
      LiveStreams live) {
    this.turns = turns;
    this.providers = providers;
    this.blueprints = blueprints;
    this.memory = memory;
    this.live = live;
  }

  public LiveStream stream(DesignRequest request, Caller caller) {
    Optional<ConversationKey> conversation = ConversationKey.of(caller, request.context());
    LlmRequest asked = asked(request, conversation);
    Multi<StreamEvent> statuses = Multi.createFrom().items(ANALYZING, GENERATING);
    Multi<StreamEvent> answer = Multi.createFrom().deferred(() -> answered(asked, conversation));
    Multi<StreamEvent> events =
        Multi.createBy().concatenating().streams(statuses, answer, Endings.done(Outcome.COMPLETE));
    return live.open(caller, "generate-blueprint", events, Endings::fault);
  }

  private LlmRequest asked(DesignRequest request, Optional<ConversationKey> conversation) {
    providers.check(request.options());
    return turns.design(request, conversation);
  }

  private Multi<StreamEvent> answered(LlmRequest asked, Optional<ConversationKey> conversation) {
    Answer answer = new Answer(true);
    StreamedResources resources = new StreamedResources();
    Multi<StreamEvent> told =
        answer
            .tell(providers.stream(asked))
            .onItem()
            .transformToIterable(event -> withResources(event, resources));
    Multi<StreamEvent> concluded =
        Multi.createFrom()
            .deferred(() -> concluded(asked, conversation, answer.text(), answer.spent()))
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    return Multi.createBy().concatenating().streams(told, concluded, answer.usage());
  }

  private static List<StreamEvent> withResources(StreamEvent event, StreamedResources resources) {
    List<StreamEvent> events = new ArrayList<>();
    events.add(event);
    if (event instanceof StreamEvent.Text piece) {
      resources.feed(piece.data()).forEach(done -> events.add(new StreamEvent.ResourceReady(done)));
    }
    return events;
  }

  private Multi<StreamEvent> concluded(
      LlmRequest asked,
      Optional<ConversationKey> conversation,
      Optional<String> answer,
      Spent spent) {
    answer.ifPresent(text -> memory.remember(conversation, asked.words(), text));
    return blueprints.conclude(asked, answer, spent);
  }

  Uni<DesignReply> reply(DesignRequest request, Caller caller) {
    Optional<ConversationKey> conversation = ConversationKey.of(caller, request.context());
    LlmRequest asked = asked(request, conversation);
    return providers
        .complete(asked)
        .onItem()
        .transformToUni(answer -> reply(asked, conversation, answer));
  }

  private Uni<DesignReply> reply(
      LlmRequest asked, Optional<ConversationKey> conversation, LlmAnswer answer) {
    Spent spent = new Spent();
    spent.add(answer.usage());
    return concluded(asked, conversation, Optional.of(answer.text()), spent)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .collect()
        .asList()
        .map(outcome -> reply(answer, spent, outcome));
  }

  private static DesignReply reply(LlmAnswer answer, Spent spent, List<StreamEvent> outcome) {
    List<String> warnings = ChatReply.warnings(answer, outcome);
    Blueprint blueprint = ChatReply.blueprint(outcome);
    if (blueprint == null) {
      throw ProblemException.badGateway(String.join("\n", warnings));
    }
    return new DesignReply(
        blueprint,
        AnswerText.prose(answer.text()),
        CostEstimator.estimate(blueprint).toString(),
        warnings,
        answer.provider(),
        answer.model(),
        spent.total().orElse(null));
  }
}
