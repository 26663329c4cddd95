package dev.cyanotype.blueprint.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A setting that is unsafe by itself, as `audit/rules.yaml` describes it.
///
/// @param keys names in snake case
/// @param endings what a name may end with, after a `_`
/// @param values of the whole value in lower case
/// @param outermost true where only settings directly in the specs are meant
record SettingRule(Set<String> keys, Set<String> endings, Pattern values, boolean outermost) {

  static List<SettingRule> of(Object settings) {
    return settings instanceof List<?> list
        ? list.stream().map(entry -> of((Map<?, ?>) entry)).toList()
        : List.of();
  }

  private static SettingRule of(Map<?, ?> entry) {
    String values =
        texts(entry.get("values")).stream()
            .map(value -> "(?:" + value + ")")
            .collect(Collectors.joining("|"));
    return new SettingRule(
        texts(entry.get("keys")),
        texts(entry.get("endings")),
        Pattern.compile(values),
        Boolean.TRUE.equals(entry.get("outermost")));
  }

  private static Set<String> texts(Object list) {
    Set<String> texts = new HashSet<>();
    if (list instanceof List<?> items) {
      items.forEach(item -> texts.add((String) item));
    }
    return texts;
  }

  boolean fits(Setting setting) {
    return (setting.isOutermost() || !outermost)
        && (keys.contains(setting.key()) || hasEnding(setting.key()))
        && values.matcher(setting.text()).matches();
  }

  private boolean hasEnding(String key) {
    if (endings.isEmpty()) {
      return false;
    }
    for (int i = key.indexOf('_'); i >= 0; i = key.indexOf('_', i + 1)) {
      if (endings.contains(key.substring(i + 1))) {
        return true;
      }
    }
    return endings.contains(key);
  }
}
