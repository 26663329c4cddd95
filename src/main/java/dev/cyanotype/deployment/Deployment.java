package dev.cyanotype.deployment;

import dev.cyanotype.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A deployment as it is journaled.
///
/// @param version of the blueprint that it leads to; empty where it leads to nothing being there
/// @param previousVersion that was deployed before, and that a rollback leads back to
/// @param wasDeployed whether anything was deployed before, be it half a version
/// @param rollbackOf the deployment that it takes back
/// @param phase whether it goes forth or back, also while it is interrupted
/// @param resumed how often it was gone on with after an interruption
/// @param error why it failed, for people
record Deployment(
    String id,
    String blueprintId,
    Kind kind,
    String engine,
    boolean simulated,
    Optional<Integer> version,
    Optional<Integer> previousVersion,
    boolean wasDeployed,
    Optional<String> rollbackOf,
    OnFailure onFailure,
    Status status,
    Phase phase,
    boolean cancelRequested,
    int resumed,
    List<String> warnings,
    Caller requestedBy,
    Instant createdAt,
    Optional<Instant> endedAt,
    Optional<String> error) {

  /// Which way a deployment goes.
  enum Phase {
    FORTH,
    BACK
  }
}
