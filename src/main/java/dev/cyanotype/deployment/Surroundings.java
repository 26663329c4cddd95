package dev.cyanotype.deployment;

import dev.cyanotype.trail.AuditTrail;
import java.time.Duration;

/// What runs of deployments work with.
///
/// @param owner in whose name they are journaled
record Surroundings(
    Journal journal,
    DeployedBlueprints deployed,
    AuditTrail trail,
    DeploymentConfig config,
    DeploymentMeters meters,
    Signals signals,
    String owner) {

  /// How long to wait where it may go better later.
  Duration again() {
    return config.lease().multipliedBy(2);
  }
}
