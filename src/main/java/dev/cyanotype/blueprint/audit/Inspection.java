package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A blueprint that is being audited.
final class Inspection {

  private final Blueprint blueprint;
  private final List<Subject> subjects = new ArrayList<>();
  private final Map<String, Subject> byName = new HashMap<>();
  private final Set<String> opened = new HashSet<>();

  Inspection(Blueprint blueprint) {
    this.blueprint = blueprint;
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Subject subject = Subject.of(blueprint.resources().get(i), i);
      subjects.add(subject);
      byName.putIfAbsent(subject.name(), subject);
      Traffic.of(subject).filter(Traffic::comesFromAnywhere).forEach(this::open);
    }
  }

  private void open(Traffic rule) {
    if (rule.to() instanceof String name) {
      opened.add(name);
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

  /// A firewall's rule lets in to it what comes from the internet.
  boolean isOpened(Subject subject) {
    return opened.contains(subject.name());
  }

  boolean any(Predicate<Subject> wanted) {
    return subjects.stream().anyMatch(wanted);
  }
}
