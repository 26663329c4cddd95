package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A blueprint that is being audited.
final class Inspection {

  private final Blueprint blueprint;
  private final List<Subject> subjects = new ArrayList<>();
  private final Map<String, Subject> byName = new HashMap<>();

  Inspection(Blueprint blueprint) {
    this.blueprint = blueprint;
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Subject subject = Subject.of(blueprint.resources().get(i), i);
      subjects.add(subject);
      byName.putIfAbsent(subject.name(), subject);
    }
  }

  Blueprint blueprint() {
    return blueprint;
  }

  Stream<Subject> subjects() {
    return subjects.stream();
  }

  Optional<Subject> named(Object name) {
    return name instanceof String text ? Optional.ofNullable(byName.get(text)) : Optional.empty();
  }

  boolean any(Predicate<Subject> wanted) {
    return subjects.stream().anyMatch(wanted);
  }
}
