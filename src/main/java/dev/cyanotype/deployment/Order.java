package dev.cyanotype.deployment;

import dev.cyanotype.security.Caller;
import java.util.Objects;
import java.util.Optional;

/// What someone wants deployed.
///
/// @param version of the stored blueprint; empty for its newest
/// @param engine its id; empty for the provider that all resources name or, to remove what is
///     there, for the one that it is deployed on
/// @param onFailure empty for [OnFailure#ROLLBACK]
public record Order(
    String blueprintId,
    Optional<Integer> version,
    Optional<String> engine,
    Optional<OnFailure> onFailure,
    Caller caller) {

  public Order {
    Objects.requireNonNull(blueprintId, "blueprintId");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(onFailure, "onFailure");
    Objects.requireNonNull(caller, "caller");
  }

  public static Order of(String blueprintId, Caller caller) {
    return new Order(blueprintId, Optional.empty(), Optional.empty(), Optional.empty(), caller);
  }
}
