package dev.cyanotype.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads blueprints out of plain data and writes them as YAML. Checks the documented structure;
/// what a structure cannot say is [dev.cyanotype.blueprint.validation.BlueprintValidator]'s.
public final class BlueprintCodec {

  private static final Set<String> FIELDS =
      Set.of("version", "name", "description", "resources", "metadata");
  private static final Set<String> RESOURCE_FIELDS =
      Set.of("type", "name", "provider", "specs", "dependencies");

  private BlueprintCodec() {}

  /// @param blueprint there exactly when no violation is an error
  public record Reading<T>(Optional<T> value, List<Violation> violations) {
    public Reading {
      violations = List.copyOf(violations);
    }
  }

  /// What is read is within the bounds also with what it leaves out, so that it can be read again
  /// once it was written.
  ///
  /// @param tree as [YamlDocument#tree()] or a JSON object gives it
  public static Reading<Blueprint> read(Object tree) {
    Optional<Violation> beyond = TreeBounds.firstViolation(tree, "");
    if (beyond.isPresent()) {
      return new Reading<>(Optional.empty(), List.of(beyond.get()));
    }
    Reader reader = new Reader();
    Blueprint blueprint = reader.blueprint(tree);
    if (blueprint != null) {
      TreeBounds.firstViolation(toTree(blueprint), "").ifPresent(reader.violations::add);
    }
    return reader.reading(blueprint);
  }

  /// @param pointer where in its document the resource stands, for the violations
  public static Reading<Resource> readResource(Object tree, String pointer) {
    Reader reader = new Reader();
    Resource resource = reader.resource(tree, pointer);
    return reader.reading(resource);
  }

  public static String writeYaml(Blueprint blueprint) {
    return YamlDocument.write(toTree(blueprint));
  }

  public static Map<String, Object> toTree(Blueprint blueprint) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", blueprint.version());
    tree.put("name", blueprint.name());
    tree.put("description", blueprint.description());
    tree.put("resources", blueprint.resources().stream().map(BlueprintCodec::toTree).toList());
    tree.put("metadata", blueprint.metadata());
    return tree;
  }

  private static Map<String, Object> toTree(Resource resource) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", resource.type().id());
    tree.put("name", resource.name());
    tree.put("provider", resource.provider().id());
    tree.put("specs", resource.specs());
    tree.put("dependencies", resource.dependencies());
    return tree;
  }

  private static final class Reader {
    private final Violations violations = new Violations();

    <T> Reading<T> reading(T value) {
      return new Reading<>(
          violations.hasErrors() ? Optional.empty() : Optional.of(value), violations.toList());
    }

    Blueprint blueprint(Object tree) {
      Map<String, Object> map = object(tree, "");
      warnOfUnknown(map, FIELDS, "");
      String version = version(map.get("version"));
      String name = text(map, "name", "");
      String description = isBlank(map.get("description")) ? "" : text(map, "description", "");
      List<Resource> resources = resources(map.get("resources"));
      Map<String, Object> metadata =
          map.get("metadata") == null ? Map.of() : object(map.get("metadata"), "/metadata");
      return violations.hasErrors()
          ? null
          : new Blueprint(version, name, description, resources, metadata);
    }

    Resource resource(Object tree, String pointer) {
      Map<String, Object> map = object(tree, pointer);
      warnOfUnknown(map, RESOURCE_FIELDS, pointer);
      ResourceType type =
          oneOf(
              ResourceType.of(map.get("type")),
              map,
              Rule.TYPE,
              pointer,
              ids(ResourceType.values()));
      String name = text(map, "name", pointer);
      Provider provider =
          oneOf(
              Provider.of(map.get("provider")),
              map,
              Rule.PROVIDER,
              pointer,
              ids(Provider.values()));
      Map<String, Object> specs =
          map.get("specs") == null ? Map.of() : object(map.get("specs"), pointer + "/specs");
      List<String> dependencies = names(map.get("dependencies"), pointer + "/dependencies");
      return violations.hasErrors()
          ? null
          : new Resource(type, name, provider, specs, dependencies);
    }

    private void fail(Rule rule, String pointer, String message) {
      violations.add(Violation.error(rule, pointer, message));
    }

    @SuppressWarnings("unchecked") // keys are strings in what YAML and JSON give
    private Map<String, Object> object(Object value, String pointer) {
      if (value instanceof Map<?, ?> map) {
        return (Map<String, Object>) map;
      }
      fail(Rule.TYPE, pointer, "must be an object with named fields, not " + kind(value));
      return Map.of();
    }

    private String version(Object value) {
      if (value == null
          || value.equals(Blueprint.VERSION)
          || (value instanceof Number number && number.doubleValue() == 1)) {
        return Blueprint.VERSION;
      }
      fail(Rule.VERSION, "/version", "must be \"" + Blueprint.VERSION + "\", not " + shown(value));
      return Blueprint.VERSION;
    }

    private String text(Map<String, Object> map, String key, String pointer) {
      Object value = map.get(key);
      if (value instanceof String text && !text.isBlank()) {
        return text.strip();
      }
      if (value instanceof Number number) {
        return number.toString();
      }
      fail(
          value == null ? Rule.REQUIRED : Rule.TYPE,
          pointer + "/" + key,
          value == null ? "is required" : "must be a text that is not empty");
      return "";
    }

    /// A blueprint without a description is written with an empty one.
    private static boolean isBlank(Object value) {
      return value == null || (value instanceof String text && text.isBlank());
    }

    private List<Resource> resources(Object value) {
      if (!(value instanceof List<?> list)) {
        fail(Rule.REQUIRED, "/resources", "must be a list of resources, not " + kind(value));
        return List.of();
      }
      List<Resource> resources = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        Reading<Resource> reading = readResource(list.get(i), "/resources/" + i);
        violations.addAll(reading.violations());
        reading.value().ifPresent(resources::add);
      }
      return resources;
    }

    private <T> T oneOf(
        Optional<T> found, Map<String, Object> map, Rule rule, String pointer, String allowed) {
      if (found.isEmpty()) {
        String key = rule.id();
        Object value = map.get(key);
        String problem = value == null ? "is required" : shown(value) + " is not known";
        fail(
            value == null ? Rule.REQUIRED : rule,
            pointer + "/" + key,
            problem + ": use " + allowed);
      }
      return found.orElse(null);
    }

    private List<String> names(Object value, String pointer) {
      if (value == null) {
        return List.of();
      }
      if (!(value instanceof List<?> list)) {
        fail(Rule.TYPE, pointer, "must be a list of resource names, not " + kind(value));
        return List.of();
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof String name && !name.isBlank()) {
          names.add(name.strip());
        } else {
          fail(Rule.TYPE, pointer + "/" + i, "must be the name of a resource");
        }
      }
      return names;
    }

    private void warnOfUnknown(Map<String, Object> map, Set<String> known, String pointer) {
      for (String key : map.keySet()) {
        if (!known.contains(key)) {
          violations.add(
              Violation.warning(
                  Rule.UNKNOWN_FIELD,
                  pointer + "/" + JsonPointers.escape(key),
                  "is not a field here and is left out; known are "
                      + known.stream().sorted().collect(Collectors.joining(", "))));
        }
      }
    }

    private static String ids(ResourceType[] types) {
      return Stream.of(types).map(ResourceType::id).collect(Collectors.joining(", "));
    }

    private static String ids(Provider[] providers) {
      return Stream.of(providers).map(Provider::id).collect(Collectors.joining(", "));
    }

    private static String shown(Object value) {
      String text = String.valueOf(value);
      int end = text.offsetByCodePoints(0, Math.min(40, text.codePointCount(0, text.length())));
      return "'" + text.substring(0, end) + (end < text.length() ? "…" : "") + "'";
    }

    private static String kind(Object value) {
      return switch (value) {
        case null -> "nothing";
        case Map<?, ?> _ -> "an object";
        case List<?> _ -> "a list";
        case String _ -> "a text";
        default -> "a " + value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
      };
    }
  }
}
