package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether every storage is mentioned by another resource: among its dependencies or anywhere in
/// its specs, also as `name:/path`.
final class UnusedStorage {

  private static final Pattern SEPARATOR = Pattern.compile("[:/]");

  private UnusedStorage() {}

  static void check(Blueprint blueprint, Violations violations) {
    Map<String, Integer> mentions = new HashMap<>();
    blueprint.resources().forEach(resource -> count(mentionedBy(resource), mentions));
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      int own = mentionedBy(resource).contains(resource.name()) ? 1 : 0;
      if (resource.type() == ResourceType.STORAGE
          && mentions.getOrDefault(resource.name(), 0) <= own) {
        violations.add(
            Violation.warning(
                Rule.UNUSED_STORAGE,
                "/resources/" + i,
                "no other resource mentions the storage '" + resource.name() + "'"));
      }
    }
  }

  private static void count(Set<String> names, Map<String, Integer> mentions) {
    names.forEach(name -> mentions.merge(name, 1, Integer::sum));
  }

  private static Set<String> mentionedBy(Resource resource) {
    Set<String> names = new HashSet<>(resource.dependencies());
    collect(resource.specs(), names);
    return names;
  }

  private static void collect(Object value, Set<String> names) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(inner -> collect(inner, names));
      case List<?> list -> list.forEach(item -> collect(item, names));
      case String text -> {
        names.add(text);
        names.add(SEPARATOR.split(text, 2)[0]);
      }
      case null, default -> {}
    }
  }
}
