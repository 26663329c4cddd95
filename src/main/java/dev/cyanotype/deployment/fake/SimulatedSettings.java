package dev.cyanotype.deployment.fake;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.deployment.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The specs of a resource as settings: a name for each value, such as `ports.0`, and what may be a
/// secret as its digest.
final class SimulatedSettings {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(password|passwd|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key)"
              + ".*");

  private static final List<String> HIDDEN = List.of("env", "environment", "files");
  private static final String BEHAVIOUR = "fake";

  private SimulatedSettings() {}

  static Map<String, String> of(Resource resource) {
    Map<String, String> settings = new LinkedHashMap<>();
    resource
        .specs()
        .forEach(
            (name, value) -> {
              if (!name.equals(BEHAVIOUR)) {
                add(name, value, isHidden(name), settings);
              }
            });
    return settings;
  }

  private static boolean isHidden(String name) {
    return SECRET.matcher(name).matches() || HIDDEN.contains(name);
  }

  private static void add(String name, Object value, boolean hidden, Map<String, String> settings) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) ->
                  add(name + "." + key, inner, hidden || isHidden(key.toString()), settings));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          add(name + "." + i, list.get(i), hidden, settings);
        }
      }
      default -> settings.put(name, hidden ? Settings.digest(value.toString()) : value.toString());
    }
  }
}
