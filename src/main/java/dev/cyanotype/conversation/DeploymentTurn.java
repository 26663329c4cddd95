package dev.cyanotype.conversation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.security.Caller;
import java.util.Objects;
import java.util.Optional;

/// A message about deployments.
///
/// @param given the blueprint in the message's context
/// @param conversation that the message belongs to, if any
/// @param answered the proposal that the message answers; empty where it is none's answer
record DeploymentTurn(
    String message,
    Caller caller,
    RecognizedIntent intent,
    Optional<Blueprint> given,
    Optional<String> blueprintId,
    Optional<ConversationKey> conversation,
    Optional<Proposal> answered)
    implements Asked {

  DeploymentTurn {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(caller, "caller");
  }
}
