package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A setting that is, or is to be, another one.
///
/// @param name the engine's own, `state` for whether it runs, `type` for what it is
/// @param from null where it is not set
/// @param to null where it is no longer set
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Change(String name, String from, String to) {

  public Change {
    Objects.requireNonNull(name, "name");
  }

  static Stream<Change> between(Map<String, String> from, Map<String, String> to) {
    return Settings.changed(from, to).stream()
        .map(name -> new Change(name, from.get(name), to.get(name)));
  }

  /// What has to change for a resource to be as wanted and to run.
  static Stream<Change> between(ActualResource actual, WantedResource wanted) {
    return Stream.of(
            is("type", actual.type().id(), wanted.type().id()),
            is("state", actual.state().id(), ActualResource.State.RUNNING.id()),
            between(actual.settings(), wanted.settings()))
        .flatMap(changes -> changes);
  }

  private static Stream<Change> is(String name, String from, String to) {
    return from.equals(to) ? Stream.empty() : Stream.of(new Change(name, from, to));
  }
}
