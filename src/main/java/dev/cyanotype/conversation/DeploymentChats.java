package dev.cyanotype.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.database.Database;
import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Deployments;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.StreamEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// Messages about deployments within a conversation: which ones they are, and their answers as
/// streams or in one piece.
@ApplicationScoped
public class DeploymentChats {

  private final DeploymentTalk talk;
  private final Deployments deployments;
  private final Proposals proposals;
  private final ConversationMemory memory;
  private final Database database;
  private final ExecutorService threads;

  DeploymentChats(
      DeploymentTalk talk,
      Deployments deployments,
      Proposals proposals,
      ConversationMemory memory,
      Database database,
      @VirtualThreads ExecutorService threads) {
    this.talk = talk;
    this.deployments = deployments;
    this.proposals = proposals;
    this.memory = memory;
    this.database = database;
    this.threads = threads;
  }

  /// The message as a yes or no to what the conversation has proposed to its caller; empty where it
  /// is neither, and then nothing is proposed any longer.
  Optional<DeploymentTurn> answer(ChatRequest request, Caller caller) {
    return proposals
        .take(ConversationKey.of(caller, request.context()))
        .filter(proposal -> proposal.answeredBy(caller, request.message()) != Consent.UNSAID)
        .map(
            proposal ->
                turn(
                    request,
                    caller,
                    Optional.empty(),
                    new RecognizedIntent(proposal.intent(), 1, Map.of()),
                    Optional.of(proposal)));
  }

  /// Empty where the message is about something else, or where this process keeps no deployments.
  Optional<DeploymentTurn> turn(
      ChatRequest request, Caller caller, Optional<Blueprint> given, RecognizedIntent intent) {
    return database.isEnabled() && isAboutDeployments(intent.intent())
        ? Optional.of(turn(request, caller, given, intent, Optional.empty()))
        : Optional.empty();
  }

  private static boolean isAboutDeployments(Intent intent) {
    return switch (intent) {
      case DEPLOY, STATUS, ROLLBACK -> true;
      case CREATE_BLUEPRINT,
          CUSTOMIZE_TEMPLATE,
          LIST_TEMPLATES,
          ESTIMATE_COST,
          SECURITY_AUDIT,
          QUESTION ->
          false;
    };
  }

  private static DeploymentTurn turn(
      ChatRequest request,
      Caller caller,
      Optional<Blueprint> given,
      RecognizedIntent intent,
      Optional<Proposal> answered) {
    return new DeploymentTurn(
        request.message(),
        caller,
        intent,
        given,
        Optional.ofNullable(request.context().blueprintId()),
        ConversationKey.of(caller, request.context()),
        answered);
  }

  /// What has begun is followed to its end; that nobody listens any longer does not stop it.
  Multi<StreamEvent> stream(DeploymentTurn turn) {
    return said(turn).onItem().transformToMulti(this::told);
  }

  Uni<ChatReply> reply(DeploymentTurn turn) {
    return said(turn).map(said -> ChatReply.of(turn, polled(said)));
  }

  private Uni<Said> said(DeploymentTurn turn) {
    return Uni.createFrom()
        .item(() -> talk.answer(turn))
        .runSubscriptionOn(threads)
        .invoke(said -> memory.remember(turn.conversation(), turn.message(), said.text()));
  }

  private static Said polled(Said said) {
    return said.begun()
        .map(begun -> Said.begun(DeploymentSaying.say("run.poll", Map.of("id", begun.id())), begun))
        .orElse(said);
  }

  private Multi<StreamEvent> told(Said said) {
    StreamEvent text = new StreamEvent.Text(said.text());
    if (said.begun().isPresent()) {
      StreamEvent line = new StreamEvent.Text(said.text() + "\n\n");
      return Multi.createBy()
          .concatenating()
          .streams(Multi.createFrom().item(line), followed(said.begun().get()));
    }
    StreamEvent done = new StreamEvent.Done(said.outcome());
    return said.plan().isPresent()
        ? Multi.createFrom().items(new StreamEvent.PlanReady(said.plan().get()), text, done)
        : Multi.createFrom().items(text, done);
  }

  private Multi<StreamEvent> followed(DeploymentReport begun) {
    return deployments.follow(begun.id()).map(DeploymentChats::withWords).onItem().disjoint();
  }

  private static List<StreamEvent> withWords(StreamEvent event) {
    return words(event)
        .map(words -> List.of(event, new StreamEvent.Text(words)))
        .orElseGet(() -> List.of(event));
  }

  private static Optional<String> words(StreamEvent event) {
    if (event instanceof StreamEvent.ResourceReady(JsonNode data)) {
      return DeploymentSaying.progress(data);
    }
    return event instanceof StreamEvent.DeploymentReady(DeploymentReport report)
        ? Optional.of("\n" + DeploymentSaying.outcome(report))
        : Optional.empty();
  }
}
