package dev.cyanotype.blueprint.store;

import java.util.Optional;

/// Asked before a stored blueprint is deleted, outside of a transaction. A foreign key to it guards
/// against what happens meanwhile.
@FunctionalInterface
public interface DeletionGuard {

  /// Why the blueprint has to stay, and what to do first; empty where it may go.
  Optional<String> whyNot(String blueprintId);
}
