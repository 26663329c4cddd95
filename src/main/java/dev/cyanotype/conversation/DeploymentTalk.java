package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.StoredBlueprint;
import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Deployments;
import dev.cyanotype.deployment.Order;
import dev.cyanotype.deployment.Plan;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.security.Caller;
import dev.cyanotype.security.DeployRefusal;
import dev.cyanotype.security.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers messages about deployments: with a plan that waits for a yes, with what is going on, and
/// on a yes by beginning. Asks no model, and begins nothing that was not shown before.
///
/// Blocks: it asks the database and engines.
@ApplicationScoped
public class DeploymentTalk {

  private static final int MOST_LISTED = 5;

  private final Deployments deployments;
  private final Proposals proposals;
  private final Subjects subjects;
  private final Event<DeployRefusal> refusals;

  DeploymentTalk(
      Deployments deployments,
      Proposals proposals,
      Subjects subjects,
      Event<DeployRefusal> refusals) {
    this.refusals = refusals;
    this.deployments = deployments;
    this.proposals = proposals;
    this.subjects = subjects;
  }

  Said answer(DeploymentTurn turn) {
    try {
      return turn.answered().map(proposal -> answer(turn, proposal)).orElseGet(() -> asked(turn));
    } catch (ProblemException e) {
      return Said.of(DeploymentSaying.say("said.not_possible", Map.of("why", e.getMessage())));
    }
  }

  private Said answer(DeploymentTurn turn, Proposal proposal) {
    return switch (Consent.of(turn.message())) {
      case GIVEN -> begin(turn.caller(), proposal);
      case REFUSED, UNSAID -> Said.of(DeploymentSaying.say("said.refused"));
    };
  }

  private Said begin(Caller caller, Proposal proposal) {
    if (!caller.has(Role.DEPLOY)) {
      refusals.fire(refusal(caller, proposal));
      return lacking(Role.DEPLOY);
    }
    DeploymentReport begun =
        switch (proposal) {
          case Proposal.Deploy deploy -> deployments.start(order(deploy, caller));
          case Proposal.Destroy destroy -> deployments.destroy(order(destroy, caller));
          case Proposal.Rollback rollback ->
              deployments.rollback(rollback.deploymentId(), Optional.empty(), caller);
        };
    return Said.begun(DeploymentSaying.say("run.begun", Map.of("id", begun.id())), begun);
  }

  private static DeployRefusal refusal(Caller caller, Proposal proposal) {
    return new DeployRefusal(
        caller,
        "blueprint/" + proposal.blueprintId(),
        "In a conversation: the caller lacks the role '%s'.".formatted(Role.DEPLOY.id()));
  }

  private static Order order(Proposal.Deploy deploy, Caller caller) {
    return order(
        deploy.blueprintId(), Optional.of(deploy.version()), Optional.of(deploy.engine()), caller);
  }

  private static Order order(Proposal.Destroy destroy, Caller caller) {
    return order(destroy.blueprintId(), Optional.empty(), Optional.of(destroy.engine()), caller);
  }

  private static Order order(
      String id, Optional<Integer> version, Optional<String> engine, Caller caller) {
    return new Order(id, version, engine, Optional.empty(), caller);
  }

  private static Said lacking(Role role) {
    return Said.of(DeploymentSaying.say("said.no_role", Map.of("role", role.id())));
  }

  private Said asked(DeploymentTurn turn) {
    if (!turn.caller().has(Role.READ)) {
      return lacking(Role.READ);
    }
    DeploymentWords words = DeploymentWords.in(turn.message());
    return switch (turn.intent().intent()) {
      case STATUS -> status(turn, words);
      case ROLLBACK -> words.wantsEverythingRemoved() ? destroy(turn, words) : back(turn, words);
      case DEPLOY -> deploy(turn, words);
      case CREATE_BLUEPRINT,
          CUSTOMIZE_TEMPLATE,
          LIST_TEMPLATES,
          ESTIMATE_COST,
          SECURITY_AUDIT,
          QUESTION ->
          throw new IllegalArgumentException(turn.intent().intent() + " is not about deployments");
    };
  }

  private Said deploy(DeploymentTurn turn, DeploymentWords words) {
    Optional<StoredBlueprint> stored = subjects.toDeploy(turn, words);
    if (stored.isEmpty()) {
      return Said.of(DeploymentSaying.say("said.which"));
    }
    StoredBlueprint subject = stored.get();
    Plan plan =
        deployments.plan(
            order(subject.id(), Optional.of(subject.version()), words.engine(), turn.caller()));
    Proposal proposal =
        new Proposal.Deploy(turn.caller(), subject.id(), subject.version(), plan.engine());
    return proposed(turn, "plan.head", subject.blueprint(), plan, proposal);
  }

  private Said destroy(DeploymentTurn turn, DeploymentWords words) {
    return subjects
        .deployed(turn, words)
        .map(subject -> destroy(turn, words, subject))
        .orElseGet(() -> Said.of(DeploymentSaying.say("said.which_deployed")));
  }

  private Said destroy(DeploymentTurn turn, DeploymentWords words, StoredBlueprint subject) {
    Plan plan =
        deployments.planDestruction(
            order(subject.id(), Optional.empty(), words.engine(), turn.caller()));
    Proposal proposal = new Proposal.Destroy(turn.caller(), subject.id(), plan.engine());
    return proposed(turn, "plan.destroy", subject.blueprint(), plan, proposal);
  }

  private Said back(DeploymentTurn turn, DeploymentWords words) {
    return subjects
        .deployed(turn, words)
        .map(subject -> back(turn, subject))
        .orElseGet(() -> Said.of(DeploymentSaying.say("said.which_deployed")));
  }

  private Said back(DeploymentTurn turn, StoredBlueprint subject) {
    List<DeploymentReport> latest = latest(Optional.of(subject.id()), 1);
    if (latest.isEmpty()) {
      return Said.of(
          DeploymentSaying.say("said.never", Map.of("name", subject.blueprint().name())));
    }
    DeploymentReport undone = latest.getFirst();
    if (undone.previousVersion() == null) {
      return Said.of(DeploymentSaying.say("said.first", Map.of("id", undone.id())));
    }
    Plan plan =
        deployments.plan(
            order(
                subject.id(),
                Optional.of(undone.previousVersion()),
                Optional.of(undone.engine()),
                turn.caller()));
    Proposal proposal = new Proposal.Rollback(turn.caller(), subject.id(), undone.id());
    return proposed(turn, "plan.rollback", subject.blueprint(), plan, proposal);
  }

  private Said proposed(
      DeploymentTurn turn, String heading, Blueprint blueprint, Plan plan, Proposal proposal) {
    if (!plan.changes()) {
      String nothing = plan.version() == null ? "plan.gone" : "plan.nothing";
      return Said.of(
          DeploymentSaying.say(nothing, DeploymentSaying.values(blueprint.name(), plan)));
    }
    proposals.propose(turn.conversation(), proposal);
    String question =
        turn.conversation().isPresent()
            ? DeploymentSaying.say("plan.ask")
            : DeploymentSaying.say("plan.ask_elsewhere", Map.of("call", call(proposal)));
    return Said.proposing(
        DeploymentSaying.plan(heading, blueprint.name(), plan) + "\n\n" + question, plan);
  }

  /// What does the same without a conversation.
  private static String call(Proposal proposal) {
    String path =
        switch (proposal) {
          case Proposal.Deploy deploy ->
              "blueprints/%s/deploy?engine=%s&version=%d"
                  .formatted(deploy.blueprintId(), deploy.engine(), deploy.version());
          case Proposal.Destroy destroy ->
              "blueprints/%s/destroy?engine=%s".formatted(destroy.blueprintId(), destroy.engine());
          case Proposal.Rollback rollback ->
              "deployments/%s/rollback".formatted(rollback.deploymentId());
        };
    return "`POST /api/v1/" + path + "`";
  }

  private Said status(DeploymentTurn turn, DeploymentWords words) {
    Optional<StoredBlueprint> subject = subjects.deployed(turn, words);
    List<DeploymentReport> latest = latest(subject.map(StoredBlueprint::id), MOST_LISTED);
    if (!latest.isEmpty()) {
      return Said.of(DeploymentSaying.listed(latest, subjects.names(latest)));
    }
    return Said.of(
        subject
            .map(one -> Map.of("name", one.blueprint().name()))
            .map(values -> DeploymentSaying.say("status.none_of", values))
            .orElseGet(() -> DeploymentSaying.say("status.none")));
  }

  private List<DeploymentReport> latest(Optional<String> blueprintId, int most) {
    return deployments.list(blueprintId, Optional.empty(), new Paging(0, most)).entries();
  }
}
