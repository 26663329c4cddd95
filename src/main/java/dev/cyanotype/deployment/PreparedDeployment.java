package dev.cyanotype.deployment;

import dev.cyanotype.security.Caller;
import java.util.Optional;

/// A deployment that could be begun: what, where, and for whom.
///
/// @param version of the blueprint that it leads to; empty where it leads to nothing being there
/// @param rollbackOf the deployment that it takes back
record PreparedDeployment(
    Kind kind,
    Engine engine,
    Target target,
    Optional<Integer> version,
    OnFailure onFailure,
    Optional<String> rollbackOf,
    Caller caller) {

  String blueprintId() {
    return target.blueprintId();
  }
}
