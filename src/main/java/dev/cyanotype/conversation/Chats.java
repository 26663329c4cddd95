package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.llm.LlmAnswer;
import dev.cyanotype.llm.LlmProviders;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.LiveStreams;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers messages: what is meant, then the model's answer, then what becomes of it.
@ApplicationScoped
public class Chats {

  private final IntentRecognition recognition;
  private final Turns turns;
  private final LlmProviders providers;
  private final BlueprintAnswers blueprints;
  private final ConversationMemory memory;
  private final LiveStreams live;
  private final DeploymentChats deploymentChats;

  Chats(
      IntentRecognition recognition,
      Turns turns,
      LlmProviders providers,
      BlueprintAnswers blueprints,
      ConversationMemory memory,
      LiveStreams live,
      DeploymentChats deploymentChats) {
    this.recognition = recognition;
    this.turns = turns;
    this.providers = providers;
    this.blueprints = blueprints;
    this.memory = memory;
    this.live = live;
    this.deploymentChats = deploymentChats;
  }

  public LiveStream stream(ChatRequest request, Caller caller) {
    return stream(request, caller, "chat");
  }

  /// The answer as it is written; to be subscribed to.
  ///
  /// @param operation by which the stream is listed, such as `chat`
  /// @throws dev.cyanotype.problem.ProblemException where the request cannot be served
  public LiveStream stream(ChatRequest request, Caller caller, String operation) {
    Multi<StreamEvent> events = asked(request, caller).onItem().transformToMulti(this::stream);
    return live.open(caller, operation, events, Endings::fault);
  }

  private Multi<StreamEvent> stream(Asked asked) {
    Multi<StreamEvent> intent =
        Multi.createFrom().item(new StreamEvent.Intent(described(asked.intent())));
    Multi<StreamEvent> rest =
        switch (asked) {
          case Turn turn ->
              turn.clarification()
                  .map(question -> askedBack(turn, question))
                  .orElseGet(() -> Multi.createFrom().deferred(() -> answered(turn)));
          case DeploymentTurn turn -> deploymentChats.stream(turn);
        };
    return Multi.createBy().concatenating().streams(intent, rest);
  }

  private Multi<StreamEvent> askedBack(Turn turn, String question) {
    memory.remember(turn.conversation(), turn.request().words(), question);
    return Multi.createFrom()
        .items(new StreamEvent.Text(question), new StreamEvent.Done(Outcome.CLARIFICATION_NEEDED));
  }

  private Multi<StreamEvent> answered(Turn turn) {
    Answer answer = new Answer(turn.wantsBlueprint() || turn.conversation().isPresent());
    return Multi.createBy()
        .concatenating()
        .streams(
            answer.tell(providers.stream(turn.request())),
            Multi.createFrom().deferred(() -> concluded(turn, answer)),
            answer.usage(),
            Endings.done(Outcome.COMPLETE));
  }

  private Multi<StreamEvent> concluded(Turn turn, Answer answer) {
    answer
        .text()
        .ifPresent(text -> memory.remember(turn.conversation(), turn.request().words(), text));
    return turn.wantsBlueprint()
        ? Multi.createFrom().iterable(BlueprintAnswers.read(answer.text()))
        : Multi.createFrom().empty();
  }

  Uni<ChatReply> reply(ChatRequest request, Caller caller) {
    return asked(request, caller)
        .onItem()
        .transformToUni(
            asked ->
                switch (asked) {
                  case Turn turn -> reply(turn);
                  case DeploymentTurn turn -> deploymentChats.reply(turn);
                });
  }

  private Uni<ChatReply> reply(Turn turn) {
    return turn.clarification()
        .map(question -> Uni.createFrom().item(ChatReply.asking(turn, question)))
        .orElseGet(
            () ->
                providers
                    .complete(turn.request())
                    .onItem()
                    .transformToUni(answer -> reply(turn, answer)));
  }

  private Uni<ChatReply> reply(Turn turn, LlmAnswer answer) {
    memory.remember(turn.conversation(), turn.request().words(), answer.text());
    Spent spent = new Spent();
    spent.add(answer.usage());
    Multi<StreamEvent> events =
        turn.wantsBlueprint()
            ? blueprints.concludeIfAny(turn.request(), answer.text(), spent)
            : Multi.createFrom().empty();
    return events.collect().asList().map(outcome -> ChatReply.of(turn, answer, spent, outcome));
  }

  /// The blueprint in the context and the choice of a model are looked at before anything is
  /// answered, so that what is wrong with them is a 422 and not an error inside a stream.
  private Uni<Asked> asked(ChatRequest request, Caller caller) {
    providers.check(request.options());
    Optional<Blueprint> given = request.context().subject();
    Optional<DeploymentTurn> answer = deploymentChats.answer(request, caller);
    return answer
        .map(turn -> Uni.createFrom().<Asked>item(turn))
        .orElseGet(
            () ->
                recognition
                    .recognize(request.message())
                    .map(intent -> asked(request, caller, given, intent)));
  }

  private Asked asked(
      ChatRequest request, Caller caller, Optional<Blueprint> given, RecognizedIntent intent) {
    return deploymentChats
        .turn(request, caller, given, intent)
        .<Asked>map(turn -> turn)
        .orElseGet(() -> turns.chat(request, caller, given, intent));
  }

  private static Map<String, Object> described(RecognizedIntent intent) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("intent", intent.intent());
    data.put("confidence", intent.confidence());
    intent.entities().forEach(data::putIfAbsent);
    return data;
  }
}
