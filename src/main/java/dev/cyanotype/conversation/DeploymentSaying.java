package dev.cyanotype.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Plan;
import dev.cyanotype.deployment.PlanStep;
import dev.cyanotype.requirements.Sentences;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Plans and deployments in words.
final class DeploymentSaying {

  private static final Sentences SENTENCES = Sentences.of("/conversation/deployment.yaml");
  private static final int MOST_STEPS = 20;
  private static final int MOST_WARNINGS = 10;

  private DeploymentSaying() {}

  static String say(String key) {
    return SENTENCES.say(key);
  }

  static String say(String key, Map<String, ?> values) {
    return SENTENCES.say(key, values);
  }

  /// @param heading one of `plan.head`, `plan.rollback`, `plan.destroy`
  static String plan(String heading, String name, Plan plan) {
    List<PlanStep> steps = plan.steps().stream().filter(PlanStep::changesSomething).toList();
    List<String> parts = new ArrayList<>();
    Map<String, Object> values = values(name, plan);
    values.put("steps", counted(steps.size(), "step"));
    parts.add(say(heading, values) + "\n" + bullets(lines(steps), MOST_STEPS));
    if (!plan.warnings().isEmpty()) {
      parts.add(say("plan.warnings", values) + "\n" + bullets(plan.warnings(), MOST_WARNINGS));
    }
    Optional.ofNullable(plan.notice()).ifPresent(parts::add);
    return String.join("\n\n", parts);
  }

  static Map<String, Object> values(String name, Plan plan) {
    Map<String, Object> values = new java.util.HashMap<>();
    values.put("name", name);
    values.put("id", plan.blueprintId());
    values.put("engine", plan.engine());
    values.put("version", plan.version() == null ? "" : plan.version());
    return values;
  }

  private static List<String> lines(List<PlanStep> steps) {
    return steps.stream()
        .map(
            step ->
                say(
                    "plan.step",
                    Map.of(
                        "action", step.action().id(),
                        "name", step.name(),
                        "type", step.type().id())))
        .toList();
  }

  private static String bullets(List<String> lines, int most) {
    String first =
        lines.stream().limit(most).map(line -> "- " + line).collect(Collectors.joining("\n"));
    int more = lines.size() - most;
    return more > 0 ? first + "\n- " + say("plan.more", Map.of("count", more)) : first;
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /// A line for a step that has ended; empty for one that goes on.
  ///
  /// @param event the data of a `resource` event of a deployment
  static Optional<String> progress(JsonNode event) {
    String sentence =
        switch (event.path("state").asText()) {
          case "done" -> "run.done";
          case "failed" -> "run.failed";
          case "rolled_back" -> "run.rolled_back";
          default -> "";
        };
    return sentence.isEmpty()
        ? Optional.empty()
        : Optional.of("- " + say(sentence, values(event)) + "\n");
  }

  private static Map<String, Object> values(JsonNode event) {
    return Map.of(
        "action", event.path("action").asText(),
        "name", event.path("name").asText(),
        "time", seconds(event.path("duration_ms").asLong()),
        "error", event.path("error").asText());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  static String outcome(DeploymentReport deployment) {
    return say(
        "run.outcome",
        Map.of("id", deployment.id(), "outcome", say("outcome." + deployment.status().id())));
  }

  /// @param names of blueprints by their ids; those that were deleted have none
  static String listed(List<DeploymentReport> deployments, Map<String, String> names) {
    List<String> lines =
        deployments.stream()
            .map(
                one ->
                    say(
                        "status.line",
                        Map.of(
                            "kind", one.kind().id(),
                            "blueprint", blueprint(one.blueprintId(), names),
                            "engine", one.engine(),
                            "at", one.createdAt().truncatedTo(ChronoUnit.SECONDS),
                            "outcome", say("outcome." + one.status().id()),
                            "id", one.id())))
            .toList();
    return say("status.head") + "\n" + bullets(lines, lines.size());
  }

  private static String blueprint(String id, Map<String, String> names) {
    return names.containsKey(id)
        ? say("status.named", Map.of("name", names.get(id), "id", id))
        : say("status.unnamed", Map.of("id", id));
  }
}
