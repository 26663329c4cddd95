package dev.cyanotype.conversation;

import dev.cyanotype.deployment.DeploymentReport;
import dev.cyanotype.deployment.Plan;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import java.util.Optional;

/// An answer about deployments.
///
/// @param plan that waits for a yes
/// @param begun what has begun, and can be followed
record Said(String text, Optional<Plan> plan, Optional<DeploymentReport> begun) {

  static Said of(String text) {
    return new Said(text, Optional.empty(), Optional.empty());
  }

  static Said proposing(String text, Plan plan) {
    return new Said(text, Optional.of(plan), Optional.empty());
  }

  static Said begun(String text, DeploymentReport deployment) {
    return new Said(text, Optional.empty(), Optional.of(deployment));
  }

  /// Of an answer in one piece.
  Outcome outcome() {
    return plan.isPresent() ? Outcome.CLARIFICATION_NEEDED : Outcome.COMPLETE;
  }
}
