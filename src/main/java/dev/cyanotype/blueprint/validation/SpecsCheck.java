package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.Quantity;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Vcpus;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether the sizes and settings of one resource can be meant. What the JSON Schema says of specs
/// is the same: see `validation/blueprint.schema.json`.
final class SpecsCheck {

  private static final Set<String> COUNTS =
      Set.of("replicas", "nodes", "min_replicas", "max_replicas", "shards", "brokers");
  private static final Set<String> WITHOUT_UNIT_NOTHING = Set.of("memory", "storage", "disk");
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern CIDR =
      Pattern.compile(
          "(%s\\.){3}%s/(3[0-2]|[12]?[0-9])".formatted(BYTE, BYTE)
              + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])");

  private final Violations violations;

  private SpecsCheck(Violations violations) {
    this.violations = violations;
  }

  static void check(Map<String, Object> specs, String pointer, Violations violations) {
    SpecsCheck check = new SpecsCheck(violations);
    check.each(specs, pointer, true);
    check.quorum(specs, pointer);
    check.healthCheck(specs, pointer);
    FilesCheck.check(specs, pointer, violations);
  }

  /// @param outermost true for the specs themselves, where the resource's own size stands
  private void each(Map<String, Object> specs, String pointer, boolean outermost) {
    specs.forEach(
        (key, value) -> {
          String place = pointer + "/" + JsonPointers.escape(key);
          switch (value) {
            case Map<?, ?> map -> inside(key, asSpecs(map), place);
            case List<?> list -> items(key, list, place);
            default -> value(key, value, place, outermost);
          }
        });
  }

  private void inside(String key, Map<String, Object> map, String pointer) {
    if (key.equals("autoscaling")
        && map.get("min") instanceof Number min
        && map.get("max") instanceof Number max
        && min.doubleValue() > max.doubleValue()) {
      fail(Rule.AUTOSCALING, pointer, "has a min of " + min + " over its max of " + max);
    }
    each(map, pointer, false);
  }

  private void items(String key, List<?> list, String pointer) {
    for (int i = 0; i < list.size(); i++) {
      switch (list.get(i)) {
        case Map<?, ?> map -> each(asSpecs(map), pointer + "/" + i, false);
        case Number number when key.equals("ports") -> port(number, pointer + "/" + i);
        default -> {}
      }
    }
  }

  private void value(String key, Object value, String pointer, boolean outermost) {
    if (key.equals("port") && value instanceof Number number) {
      port(number, pointer);
    } else if (COUNTS.contains(key) && value instanceof Number number) {
      count(number, pointer);
    } else if (key.equals("cpu")) {
      cpu(value, pointer, outermost);
    } else if (Quantity.KEYS.contains(key)) {
      quantity(key, value, pointer, outermost);
    } else if (key.equals("cidr") && value instanceof String text) {
      cidr(text, pointer);
    }
  }

  private void port(Number number, String pointer) {
    double port = number.doubleValue();
    if (port < 1 || port > 65535 || port != Math.rint(port)) {
      fail(Rule.PORT, pointer, "must be a whole number from 1 to 65535, not " + number);
    }
  }

  private void count(Number number, String pointer) {
    double count = number.doubleValue();
    if (count <= 0) {
      fail(Rule.COUNT, pointer, "must be more than 0, not " + number);
    } else if (count != Math.rint(count)) {
      fail(Rule.COUNT, pointer, "must be a whole number, not " + number);
    }
  }

  private void cpu(Object value, String pointer, boolean outermost) {
    boolean meant =
        outermost
            || value instanceof Number
            || (value instanceof String text && startsAmount(text) && !text.endsWith("%"));
    if (meant && Vcpus.parse(value).isEmpty()) {
      fail(
          Rule.CPU,
          pointer,
          value instanceof Number number
              ? "must be more than 0, not " + number
              : "must be a number of processors, such as 2, 0.5 or '500m'");
    }
  }

  private void quantity(String key, Object value, String pointer, boolean outermost) {
    if (outermost && WITHOUT_UNIT_NOTHING.contains(key) && value instanceof Number number) {
      fail(Rule.QUANTITY, pointer, "has no unit: write '%sGB' or '%sMB'".formatted(number, number));
    } else if (isAmount(key, value, outermost) && Quantity.parse(value).isEmpty()) {
      fail(Rule.QUANTITY, pointer, "'" + value + "' is not an amount with a unit, such as '8GB'");
    }
  }

  private static boolean isAmount(String key, Object value, boolean outermost) {
    return (outermost && key.equals("memory"))
        || (value instanceof String text && startsAmount(text));
  }

  private void cidr(String text, String pointer) {
    if (!CIDR.matcher(text).matches()) {
      fail(Rule.CIDR, pointer, "'" + text + "' is not a network, such as '10.0.1.0/24'");
    }
  }

  private void quorum(Map<String, Object> specs, String pointer) {
    Object count = specs.getOrDefault("nodes", specs.get("replicas"));
    if (Boolean.TRUE.equals(specs.get("quorum"))
        && count instanceof Number number
        && (number.longValue() < 3 || number.longValue() % 2 == 0)) {
      warn(Rule.QUORUM, pointer + "/quorum", number + " cannot vote well: use 3, 5 or 7");
    }
  }

  private void healthCheck(Map<String, Object> specs, String pointer) {
    if (specs.get("health_check") instanceof Map<?, ?> check
        && check.get("port") instanceof Integer port
        && specs.get("ports") instanceof List<?> ports
        && !ports.isEmpty()
        && ports.stream().allMatch(Integer.class::isInstance)
        && !ports.contains(port)) {
      warn(
          Rule.HEALTH_CHECK_PORT,
          pointer + "/health_check/port",
          port + " is not one of the resource's ports");
    }
  }

  private static boolean startsAmount(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '-' || (text.charAt(0) >= '0' && text.charAt(0) <= '9'));
  }

  private void fail(Rule rule, String pointer, String message) {
    violations.add(Violation.error(rule, pointer, message));
  }

  private void warn(Rule rule, String pointer, String message) {
    violations.add(Violation.warning(rule, pointer, message));
  }

  @SuppressWarnings("unchecked") // a Blueprint's trees have string keys
  private static Map<String, Object> asSpecs(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
