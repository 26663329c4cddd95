package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of resources where specs mention them: `upstream: web-server`, `to: database`.
///
/// @param renamed from the old to the new name
/// @param gone names that nothing has any more; what mentions them is left out
record Names(Map<String, String> renamed, Set<String> gone) {

  /// Values under these are words of their own, though a resource may be called the same.
  private static final Set<String> NOT_NAMES =
      Set.of(
          "role", "kind", "technology", "image", "version", "os", "storage_class", "type", "name");

  private static final Pattern HOST =
      Pattern.compile("(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9_.-]*(?=[: ]\\d)");

  Resource in(Resource resource) {
    return resource.withSpecs(map(resource.specs()));
  }

  private Map<String, Object> map(Map<?, ?> specs) {
    Map<String, Object> changed = new LinkedHashMap<>();
    specs.forEach(
        (key, value) -> {
          Object kept = NOT_NAMES.contains(key) ? value : value(value);
          if (kept != null) {
            changed.put(String.valueOf(key), kept);
          }
        });
    return changed;
  }

  private Object value(Object value) {
    return switch (value) {
      case String text -> gone.contains(text) ? null : text(text);
      case Map<?, ?> nested -> map(nested);
      case List<?> list -> list(list);
      default -> value;
    };
  }

  /// A text may be a name, or have some before ports, as files and commands do: `http://web:8080`.
  private String text(String text) {
    return renamed.containsKey(text)
        ? renamed.get(text)
        : HOST.matcher(text)
            .replaceAll(
                host -> Matcher.quoteReplacement(renamed.getOrDefault(host.group(), host.group())));
  }

  private List<Object> list(List<?> list) {
    List<Object> changed = new ArrayList<>();
    for (Object item : list) {
      Object kept = item instanceof Map<?, ?> rule && isOf(rule) ? null : value(item);
      if (kept != null) {
        changed.add(kept);
      }
    }
    return changed.isEmpty() && !list.isEmpty() ? null : changed;
  }

  /// Whether a firewall's rule is about something that is gone: half of it would allow anything.
  private boolean isOf(Map<?, ?> rule) {
    return gone.contains(String.valueOf(rule.get("from")))
        || gone.contains(String.valueOf(rule.get("to")));
  }
}
