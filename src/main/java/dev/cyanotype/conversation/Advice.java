package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.llm.AnswerUsage;
import dev.cyanotype.llm.LlmAnswer;
import dev.cyanotype.llm.LlmProviders;
import dev.cyanotype.llm.LlmRequest.Task;
import dev.cyanotype.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What can be said of a blueprint that is there already.
@ApplicationScoped
public class Advice {

  /// @param description prose
  public record Description(String description, String provider, String model, AnswerUsage usage) {

    private static Description of(LlmAnswer answer) {
      return new Description(answer.text(), answer.provider(), answer.model(), answer.usage());
    }
  }

  /// @param suggestions the items of the answer's list, most important first
  /// @param text the whole answer
  public record Suggestions(
      List<String> suggestions, String text, String provider, String model, AnswerUsage usage) {

    private static Suggestions of(LlmAnswer answer) {
      return new Suggestions(
          AnswerText.items(answer.text()),
          answer.text(),
          answer.provider(),
          answer.model(),
          answer.usage());
    }
  }

  /// @param recommendations the items of the answer's list or table, one for each tier
  /// @param text the whole answer
  public record Sizing(
      List<String> recommendations, String text, String provider, String model, AnswerUsage usage) {

    private static Sizing of(LlmAnswer answer) {
      return new Sizing(
          AnswerText.items(answer.text()),
          answer.text(),
          answer.provider(),
          answer.model(),
          answer.usage());
    }
  }

  public record Cleared(
      String status,
      @JsonProperty("conversation_id") String conversationId,
      @JsonProperty("messages_removed") int messagesRemoved) {}

  private final Turns turns;
  private final LlmProviders providers;
  private final ConversationMemory memory;

  Advice(Turns turns, LlmProviders providers, ConversationMemory memory) {
    this.turns = turns;
    this.providers = providers;
    this.memory = memory;
  }

  Uni<Description> describe(Blueprint blueprint) {
    return ask(Task.DESCRIBE, "", Optional.of(blueprint)).map(Description::of);
  }

  Uni<Suggestions> improve(Blueprint blueprint) {
    return ask(Task.IMPROVE, "", Optional.of(blueprint)).map(Suggestions::of);
  }

  Uni<Sizing> size(SizingRequest request) {
    Optional<Blueprint> blueprint =
        Optional.ofNullable(request.blueprint()).map(BlueprintBody::required);
    return ask(Task.SIZE, request.words(), blueprint).map(Sizing::of);
  }

  private Uni<LlmAnswer> ask(Task task, String words, Optional<Blueprint> blueprint) {
    return providers.complete(turns.about(task, words, blueprint));
  }

  Uni<Cleared> clear(ClearRequest request, Caller caller) {
    return memory
        .clear(ConversationKey.of(caller, request.id()))
        .map(removed -> new Cleared("cleared", request.id(), removed));
  }
}
