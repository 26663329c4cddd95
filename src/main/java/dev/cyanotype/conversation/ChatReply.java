package dev.cyanotype.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Plan;
import dev.cyanotype.llm.AnswerUsage;
import dev.cyanotype.llm.LlmAnswer;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The answer to a message in one piece.
///
/// @param response the answer's text
/// @param confidence from 0 to 1
/// @param blueprint null where none was asked for, or none could be made
/// @param usage of the answer and the ones that repaired it; null where no model was asked
/// @param plan of a deployment that waits for a yes; null for none
/// @param deployment that has begun; null for none
/// @param status `complete`, or `clarification_needed` where the response is a question
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatReply(
    String response,
    Intent intent,
    double confidence,
    Map<String, Object> entities,
    Blueprint blueprint,
    List<String> warnings,
    Outcome status,
    String provider,
    String model,
    AnswerUsage usage,
    @JsonProperty("conversation_id") String conversationId,
    Plan plan,
    DeploymentReport deployment) {

  static ChatReply asking(Turn turn, String question) {
    return new ChatReply(
        question,
        turn.intent().intent(),
        turn.intent().confidence(),
        turn.intent().entities(),
        null,
        List.of(),
        Outcome.CLARIFICATION_NEEDED,
        null,
        null,
        null,
        turn.conversation().map(ConversationKey::id).orElse(null),
        null,
        null);
  }

  /// @param outcome what [BlueprintAnswers#conclude] made of the answer
  static ChatReply of(Turn turn, LlmAnswer answer, Spent spent, List<StreamEvent> outcome) {
    return new ChatReply(
        answer.text(),
        turn.intent().intent(),
        turn.intent().confidence(),
        turn.intent().entities(),
        blueprint(outcome),
        warnings(answer, outcome),
        Outcome.COMPLETE,
        answer.provider(),
        answer.model(),
        spent.total().orElse(null),
        turn.conversation().map(ConversationKey::id).orElse(null),
        null,
        null);
  }

  static ChatReply of(DeploymentTurn turn, Said said) {
    return new ChatReply(
        said.text(),
        turn.intent().intent(),
        turn.intent().confidence(),
        turn.intent().entities(),
        null,
        List.of(),
        said.outcome(),
        null,
        null,
        null,
        turn.conversation().map(ConversationKey::id).orElse(null),
        said.plan().orElse(null),
        said.begun().orElse(null));
  }

  static Blueprint blueprint(List<StreamEvent> outcome) {
    return outcome.stream()
        .filter(StreamEvent.BlueprintReady.class::isInstance)
        .map(event -> (Blueprint) event.data())
        .findFirst()
        .orElse(null);
  }

  static List<String> warnings(LlmAnswer answer, List<StreamEvent> outcome) {
    return Stream.concat(
            answer.fallbacks().stream().map(Answer::warning),
            outcome.stream().filter(StreamEvent.Warning.class::isInstance))
        .map(event -> (String) event.data())
        .toList();
  }
}
