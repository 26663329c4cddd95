package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.BlueprintStore;
import dev.cyanotype.blueprint.store.StoredBlueprint;
import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Deployments;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Role;
import dev.cyanotype.template.Template;
import dev.cyanotype.template.TemplateLibrary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which stored blueprint a message about deployments means.
@ApplicationScoped
public class Subjects {

  private final BlueprintStore blueprints;
  private final Deployments deployments;
  private final Proposals proposals;
  private final ConversationMemory memory;
  private final TemplateLibrary library;

  Subjects(
      BlueprintStore blueprints,
      Deployments deployments,
      Proposals proposals,
      ConversationMemory memory,
      TemplateLibrary library) {
    this.blueprints = blueprints;
    this.deployments = deployments;
    this.proposals = proposals;
    this.memory = memory;
    this.library = library;
  }

  /// The one that is named by its id; else the one that is given, a template that is named or the
  /// last one that the conversation made, which are stored for it; else the one that plans were
  /// made for before.
  ///
  /// @throws ProblemException where there is none of a named id
  Optional<StoredBlueprint> toDeploy(DeploymentTurn turn, DeploymentWords words) {
    return named(turn, words)
        .or(() -> unstored(turn).map(blueprint -> stored(turn, blueprint)))
        .or(() -> plannedBefore(turn));
  }

  /// The one that is named by its id or a deployment's, else the one that the conversation made
  /// plans for.
  Optional<StoredBlueprint> deployed(DeploymentTurn turn, DeploymentWords words) {
    return named(turn, words).or(() -> plannedBefore(turn));
  }

  private Optional<StoredBlueprint> plannedBefore(DeploymentTurn turn) {
    return proposals.subject(turn.conversation()).flatMap(blueprints::find);
  }

  /// The names of the blueprints that were deployed, by their ids, without those that were deleted.
  Map<String, String> names(List<DeploymentReport> deployed) {
    return deployed.stream()
        .map(DeploymentReport::blueprintId)
        .distinct()
        .flatMap(id -> blueprints.find(id).stream())
        .collect(Collectors.toMap(StoredBlueprint::id, stored -> stored.blueprint().name()));
  }

  private Optional<StoredBlueprint> named(DeploymentTurn turn, DeploymentWords words) {
    return turn.blueprintId().or(words::id).map(this::existing);
  }

  private StoredBlueprint existing(String id) {
    return blueprints
        .find(id)
        .or(() -> ofDeployment(id))
        .orElseThrow(
            () ->
                ProblemException.notFound(DeploymentSaying.say("said.unknown", Map.of("id", id))));
  }

  private Optional<StoredBlueprint> ofDeployment(String id) {
    return deployments.find(id).map(DeploymentReport::blueprintId).flatMap(blueprints::find);
  }

  private Optional<Blueprint> unstored(DeploymentTurn turn) {
    return turn.given()
        .or(() -> template(turn))
        .or(() -> Turns.lastBlueprint(memory.recall(turn.conversation())));
  }

  private Optional<Blueprint> template(DeploymentTurn turn) {
    return turn.intent().entities().get("template") instanceof String id
        ? library.find(id).map(Template::blueprint)
        : Optional.empty();
  }

  /// As it is stored, where the conversation's subject is the same already.
  private StoredBlueprint stored(DeploymentTurn turn, Blueprint blueprint) {
    return plannedBefore(turn)
        .filter(stored -> stored.blueprint().equals(blueprint))
        .orElseGet(() -> create(turn, blueprint));
  }

  private StoredBlueprint create(DeploymentTurn turn, Blueprint blueprint) {
    if (!turn.caller().has(Role.WRITE)) {
      throw ProblemException.forbidden(
          DeploymentSaying.say("said.no_role", Map.of("role", Role.WRITE.id())));
    }
    return blueprints.create(blueprint, turn.caller());
  }
}
