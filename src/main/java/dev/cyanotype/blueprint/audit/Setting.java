package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One value in a resource's specs and what it is called there.
///
/// @param key in snake case, whether it was written so or as `hostNetwork`, `host-network` or the
///     environment variable `HOST_NETWORK=…`; an item of a list has that of the list
/// @param value a text, number or boolean
/// @param isOutermost true directly in the specs
record Setting(String key, Object value, boolean isOutermost) {

  /// As in a list of environment variables: `POSTGRES_PASSWORD=…`.
  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z0-9_.-]{1,100})=(.*)");

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /// The value in lower case.
  String text() {
    return value.toString().strip().toLowerCase(Locale.ROOT);
  }

  static List<Setting> of(Resource resource) {
    List<Setting> settings = new ArrayList<>();
    resource.specs().forEach((key, value) -> collect(key, value, true, settings));
    return settings;
  }

  private static void collect(String key, Object value, boolean outermost, List<Setting> settings) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((inner, it) -> collect((String) inner, it, false, settings));
      case List<?> list -> list.forEach(item -> collect(key, item, outermost, settings));
      default -> {
        settings.add(new Setting(snakeCase(key), value, outermost));
        if (value instanceof String text) {
          assignment(text, settings);
        }
      }
    }
  }

  private static void assignment(String text, List<Setting> settings) {
    Matcher assignment = ASSIGNMENT.matcher(text);
    if (assignment.matches()) {
      settings.add(new Setting(snakeCase(assignment.group(1)), assignment.group(2), false));
    }
  }

  static String snakeCase(String key) {
    return HUMP.matcher(key)
        .replaceAll("_")
        .replace('-', '_')
        .replace('.', '_')
        .toLowerCase(Locale.ROOT);
  }
}
