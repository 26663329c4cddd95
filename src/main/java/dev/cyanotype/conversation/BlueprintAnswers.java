package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmProviders;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.Message;
import dev.cyanotype.streaming.StreamEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes a blueprint of an answer. One that does not parse or validate goes back to the model
/// with the exact errors, at most [#MAX_REPAIRS] times.
@ApplicationScoped
public class BlueprintAnswers {

  static final int MAX_REPAIRS = 2;

  private static final Violation MISSING =
      Violation.error("no-blueprint", "", "the answer has no ```yaml block with a blueprint");

  private final LlmProviders providers;

  BlueprintAnswers(LlmProviders providers) {
    this.providers = providers;
  }

  /// What follows an answer: a `status` for each repair, then the `blueprint` and a `warning` for
  /// each thing that is wrong with it but usable; or a `warning` with the reasons, and no
  /// blueprint.
  ///
  /// @param answer empty where it was too long to be kept
  /// @param spent told of what the repairs took
  Multi<StreamEvent> conclude(LlmRequest request, Optional<String> answer, Spent spent) {
    return answer
        .map(text -> conclude(request, text, spent, 0))
        .orElseGet(() -> Multi.createFrom().item(tooLong()));
  }

  /// The same for an answer of a conversation, which may also be a question back without any
  /// blueprint: then nothing follows.
  Multi<StreamEvent> concludeIfAny(LlmRequest request, String answer, Spent spent) {
    return AnswerText.blueprint(answer).isPresent()
        ? conclude(request, answer, spent, 0)
        : Multi.createFrom().empty();
  }

  /// As [#concludeIfAny], without repairs.
  static List<StreamEvent> read(Optional<String> answer) {
    if (answer.isEmpty()) {
      return List.of(tooLong());
    }
    return AnswerText.blueprint(answer.get())
        .map(CheckedBlueprint::fromYaml)
        .map(checked -> checked.blueprint().isPresent() ? usable(checked) : unusable(checked))
        .orElse(List.of());
  }

  private static StreamEvent tooLong() {
    return new StreamEvent.Warning(
        "The answer holds no usable blueprint: it is longer than "
            + Answer.MAX_CHARACTERS
            + " characters.");
  }

  private Multi<StreamEvent> conclude(LlmRequest request, String answer, Spent spent, int repairs) {
    CheckedBlueprint checked = check(answer);
    if (checked.blueprint().isPresent()) {
      return Multi.createFrom().iterable(usable(checked));
    }
    if (repairs == MAX_REPAIRS) {
      return Multi.createFrom().iterable(unusable(checked));
    }
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(repairing(repairs + 1)),
            Multi.createFrom().deferred(() -> repair(request, answer, checked, spent, repairs)));
  }

  private Multi<StreamEvent> repair(
      LlmRequest request, String answer, CheckedBlueprint checked, Spent spent, int repairs) {
    LlmRequest again = again(request, answer, checked);
    return providers
        .complete(again)
        .invoke(repaired -> spent.add(repaired.usage()))
        .onItem()
        .transformToMulti(repaired -> conclude(again, repaired.text(), spent, repairs + 1))
        .onFailure(LlmException.class)
        .recoverWithMulti(failure -> Multi.createFrom().iterable(notRepaired(checked, failure)));
  }

  private static LlmRequest again(LlmRequest request, String answer, CheckedBlueprint checked) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(Message.assistant(answer));
    messages.add(Message.user(Prompts.REPAIR.with("errors", listed(checked.errors()))));
    return request.withMessages(messages);
  }

  private static CheckedBlueprint check(String answer) {
    return AnswerText.blueprint(answer)
        .map(CheckedBlueprint::fromYaml)
        .orElse(new CheckedBlueprint(Optional.empty(), List.of(MISSING)));
  }

  private static List<StreamEvent> usable(CheckedBlueprint checked) {
    List<StreamEvent> events = new ArrayList<>();
    events.add(new StreamEvent.BlueprintReady(checked.blueprint().orElseThrow()));
    checked.warnings().forEach(warning -> events.add(new StreamEvent.Warning(warning.toString())));
    return events;
  }

  private static List<StreamEvent> unusable(CheckedBlueprint checked) {
    return List.of(
        new StreamEvent.Warning(
            "The answer holds no usable blueprint:\n" + listed(checked.errors())));
  }

  private static List<StreamEvent> notRepaired(CheckedBlueprint checked, Throwable failure) {
    List<StreamEvent> events = new ArrayList<>(unusable(checked));
    events.add(new StreamEvent.Warning("It could not be repaired. " + failure.getMessage()));
    return events;
  }

  private static StreamEvent repairing(int attempt) {
    return new StreamEvent.Status(
        "Repairing blueprint (%d of %d)...".formatted(attempt, MAX_REPAIRS));
  }

  private static String listed(List<Violation> violations) {
    return violations.stream()
        .limit(20)
        .map(violation -> "- " + violation)
        .collect(Collectors.joining("\n"));
  }
}
