package dev.cyanotype.deployment;

import java.util.List;
import java.util.Optional;

/// Something that blueprints are deployed to. A bean of its own for each.
///
/// Every method but [#id] and [#isSimulated] may block, is called on a virtual thread, and ends
/// soon after that thread is interrupted. Those that change something are called at the same time
/// for different resources of one blueprint, never for the same one. They can be repeated: creating
/// what is there as wanted, or deleting what is gone, is done at once.
///
/// All throw [EngineException].
public interface Engine {

  /// `fake`, `docker` or `proxmox`.
  String id();

  /// True where nothing happens but in the engine's own books.
  default boolean isSimulated() {
    return false;
  }

  /// What is to be set before it can be asked at all, in the words of the settings; empty where
  /// enough is. Asks nobody: it stays so until the service is started anew.
  default Optional<String> unconfigured() {
    return Optional.empty();
  }

  /// Why nothing can be deployed to it at the moment, and what to set or start; empty where all is
  /// well. Asks the engine, at most for a few seconds.
  Optional<String> unavailable();

  /// What would have to be there, in the order of the blueprint, with what the engine cannot
  /// express as warnings.
  ///
  /// @throws EngineException refused, where the engine cannot make something of it, such as for an
  ///     image or a machine's template that is nowhere to be had
  Wanted wanted(Target target);

  /// What is there of a blueprint, read from the engine itself, whoever has changed it since.
  ///
  /// @param blueprintId of the stored blueprint
  List<ActualResource> actual(String blueprintId);

  /// Whether a resource can become as wanted without being made anew.
  boolean canChangeInPlace(WantedResource wanted, ActualResource actual);

  /// Makes a resource whose dependencies are there, and waits until it runs; where it has a health
  /// check, until that says so.
  ///
  /// @throws EngineException failed; what was made of it by then may be left for [#delete]
  void create(Target target, WantedResource wanted, Progress progress);

  /// Makes a resource as wanted, in place or anew; its data survives either way. Called where its
  /// settings differ, and where it is not [ActualResource.State#RUNNING]: what is stopped is
  /// started, what is incomplete is completed, and what is unhealthy is made anew.
  void update(Target target, WantedResource wanted, ActualResource actual, Progress progress);

  /// Removes a resource whose dependents are gone, with its data.
  void delete(ActualResource actual, Progress progress);

  /// Told by an engine in a word or two of what it does with a resource, such as `pulling image`.
  @FunctionalInterface
  interface Progress {
    void says(String step);
  }
}
