package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether the resources that specs name are there, by the table `validation/references.yaml`.
final class References {

  /// @param path of keys in the specs
  /// @param words in lower case
  private record Kind(
      List<String> path, Optional<ResourceType> type, boolean isError, Set<String> words) {

    static Kind of(Map<?, ?> entry) {
      Set<String> words = new HashSet<>();
      if (entry.get("words") instanceof List<?> list) {
        list.forEach(word -> words.add((String) word));
      }
      return new Kind(
          List.of(((String) entry.get("at")).split("\\.")),
          ResourceType.of(entry.get("type")),
          entry.get("severity").equals("error"),
          words);
    }
  }

  private static final List<Kind> KINDS =
      ((List<?>) ValidationTables.read("references"))
          .stream().map(entry -> Kind.of((Map<?, ?>) entry)).toList();

  /// As a resource may be called; with a dot it is a host's name or a version, and Proxmox has
  /// bridges called `vmbr0`.
  private static final Pattern NAME = Pattern.compile("(?!vmbr\\d)[A-Za-z0-9][A-Za-z0-9_-]*");

  private final Map<String, Resource> byName = new HashMap<>();
  private final Violations violations;

  private References(Blueprint blueprint, Violations violations) {
    blueprint.resources().forEach(resource -> byName.putIfAbsent(resource.name(), resource));
    this.violations = violations;
  }

  static void check(Blueprint blueprint, Violations violations) {
    References references = new References(blueprint, violations);
    for (int i = 0; i < blueprint.resources().size(); i++) {
      for (Kind kind : KINDS) {
        String pointer = "/resources/" + i + "/specs";
        references.follow(blueprint.resources().get(i).specs(), kind, 0, pointer);
      }
    }
  }

  private void follow(Object value, Kind kind, int depth, String pointer) {
    switch (value) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          if (!(list.get(i) instanceof List)) {
            follow(list.get(i), kind, depth, pointer + "/" + i);
          }
        }
      }
      case Map<?, ?> map when depth < kind.path().size() -> {
        String key = kind.path().get(depth);
        follow(map.get(key), kind, depth + 1, pointer + "/" + JsonPointers.escape(key));
      }
      case String name when depth == kind.path().size() -> check(name, kind, pointer);
      case null, default -> {}
    }
  }

  private void check(String name, Kind kind, String pointer) {
    Resource named = byName.get(name);
    if (named == null) {
      if (NAME.matcher(name).matches() && !kind.words().contains(name.toLowerCase(Locale.ROOT))) {
        add(Rule.REFERENCE_EXISTS, kind, pointer, name, "is not a resource of this blueprint");
      }
    } else if (kind.type().filter(type -> type != named.type()).isPresent()) {
      String wrong = "is of type %s, and has to be of type %s";
      String types = wrong.formatted(named.type().id(), kind.type().orElseThrow().id());
      add(Rule.REFERENCE_TYPE, kind, pointer, name, types);
    }
  }

  private void add(Rule rule, Kind kind, String pointer, String name, String problem) {
    String message = "'" + name + "' " + problem;
    violations.add(
        kind.isError()
            ? Violation.error(rule, pointer, message)
            : Violation.warning(rule, pointer, message));
  }
}
