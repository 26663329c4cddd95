package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The checks behind the rules: which resources of a blueprint break one.
final class SecurityChecks {

  private static final Set<String> DATA_ROLES =
      Set.of("database", "object-storage", "message-broker", "secrets", "identity", "registry");
  private static final Set<String> CRITICAL_ROLES =
      Set.of("database", "load-balancer", "gateway", "cache", "message-broker", "control-plane");
  private static final Set<String> WATCHING_ROLES =
      Set.of("monitoring", "logging", "metrics", "siem", "observability", "tracing", "alerting");
  private static final Set<Integer> DATABASE_PORTS =
      Set.of(1433, 1521, 3306, 5432, 6379, 9042, 9200, 11211, 27017);
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0/0", "::/0", "any", "internet", "*");
  private static final Set<String> PLAINTEXT = Set.of("http", "ftp", "telnet", "ldap", "smtp");
  private static final List<String> COUNTS = List.of("replicas", "nodes", "min_replicas");
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(password|passwd|secret|api[-_]?key|private[-_]?key|access[-_]?key|token)$");
  private static final Pattern PASSWORD_KEY = Pattern.compile("(?i).*(password|passwd)$");
  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z0-9_.-]{1,100})=(.*)");
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/[a-z]+)?");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)\\$\\{.*}|\\$\\(.*\\)|<.*>|\\{\\{.*}}|(vault|secret|env|file|ref)[:/].*");

  private SecurityChecks() {}

  /// @param rule the id of a rule
  /// @return names of resources, or the blueprint's own for a rule about the whole
  static Stream<String> offenders(String rule, Blueprint blueprint) {
    return switch (rule) {
      case "public-database" -> named(blueprint, r -> opensDatabase(r, blueprint));
      case "inline-secret" -> named(blueprint, r -> holdsSecret(r.specs()));
      case "privileged-container" -> named(blueprint, SecurityChecks::isPrivileged);
      case "open-firewall-rule" -> named(blueprint, SecurityChecks::opensEverything);
      case "no-backup" -> named(blueprint, SecurityChecks::lacksBackup);
      case "plaintext-listener" -> named(blueprint, SecurityChecks::listensInPlaintext);
      case "no-firewall" -> whole(blueprint, none(blueprint, r -> isKind(r, "firewall")));
      case "single-point-of-failure" -> named(blueprint, SecurityChecks::standsAlone);
      case "unpinned-image" -> named(blueprint, SecurityChecks::isUnpinned);
      case "unencrypted-storage" -> named(blueprint, SecurityChecks::isUnencrypted);
      case "no-monitoring" -> whole(blueprint, none(blueprint, SecurityChecks::watches));
      case "no-health-check" -> named(blueprint, SecurityChecks::lacksHealthCheck);
      default -> throw new IllegalArgumentException("no check for the rule " + rule);
    };
  }

  private static Stream<String> named(Blueprint blueprint, Predicate<Resource> offends) {
    return blueprint.resources().stream().filter(offends).map(Resource::name);
  }

  private static Stream<String> whole(Blueprint blueprint, boolean offends) {
    return offends ? Stream.of(blueprint.name()) : Stream.empty();
  }

  private static boolean none(Blueprint blueprint, Predicate<Resource> wanted) {
    return blueprint.resources().stream().noneMatch(wanted);
  }

  private static boolean opensDatabase(Resource firewall, Blueprint blueprint) {
    return rules(firewall)
        .filter(SecurityChecks::allowsAnywhere)
        .anyMatch(rule -> opensDatabasePort(rule) || leadsToDatabase(rule, blueprint));
  }

  private static boolean leadsToDatabase(Map<?, ?> rule, Blueprint blueprint) {
    return rule.get("to") instanceof String name
        && blueprint.resource(name).filter(r -> role(r).equals("database")).isPresent();
  }

  private static boolean opensDatabasePort(Map<?, ?> rule) {
    Stream<?> several = rule.get("ports") instanceof List<?> list ? list.stream() : Stream.of();
    return Stream.concat(Stream.ofNullable(rule.get("port")), several)
        .anyMatch(SecurityChecks::holdsDatabasePort);
  }

  /// @param ports as `5432`, `"5432/tcp"` or `"5000-6000"`
  private static boolean holdsDatabasePort(Object ports) {
    Matcher matcher = PORTS.matcher(lower(ports));
    if (!matcher.matches()) {
      return false;
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return DATABASE_PORTS.stream().anyMatch(port -> port >= first && port <= last);
  }

  private static boolean opensEverything(Resource firewall) {
    return rules(firewall)
        .filter(SecurityChecks::allowsAnywhere)
        .anyMatch(rule -> isEveryPort(rule.get("port")) && !rule.containsKey("ports"));
  }

  private static boolean isEveryPort(Object port) {
    return Set.of("", "any", "all", "*", "0-65535", "1-65535").contains(lower(port));
  }

  private static boolean allowsAnywhere(Map<?, ?> rule) {
    String action = lower(rule.get("action"));
    return (action.isEmpty() || action.equals("allow"))
        && ANYWHERE.contains(lower(rule.get("from")));
  }

  private static Stream<Map<?, ?>> rules(Resource resource) {
    return maps(resource.specs().get("rules"));
  }

  private static Stream<Map<?, ?>> maps(Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(item -> (Map<?, ?>) item)
        : Stream.empty();
  }

  private static boolean holdsSecret(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .anyMatch(e -> isSecret(e.getKey(), e.getValue()) || holdsSecret(e.getValue()));
      case List<?> list -> list.stream().anyMatch(SecurityChecks::holdsSecret);
      case String text -> assignsSecret(text);
      default -> false;
    };
  }

  /// As in a list of environment variables: `POSTGRES_PASSWORD=…`.
  private static boolean assignsSecret(String text) {
    Matcher assignment = ASSIGNMENT.matcher(text);
    return assignment.matches() && isSecret(assignment.group(1), assignment.group(2));
  }

  /// A number under any other key than a password's is a limit or a lifetime.
  private static boolean isSecret(Object key, Object value) {
    return switch (value) {
      case String text ->
          !text.isBlank()
              && SECRET_KEY.matcher(key.toString()).matches()
              && !REFERENCE.matcher(text).matches();
      case Number _ -> PASSWORD_KEY.matcher(key.toString()).matches();
      default -> false;
    };
  }

  private static boolean isPrivileged(Resource resource) {
    return Boolean.TRUE.equals(resource.specs().get("privileged"));
  }

  private static boolean lacksBackup(Resource resource) {
    return DATA_ROLES.contains(role(resource)) && !isThere(resource, "backup");
  }

  /// Plain HTTP on port 80 beside a TLS listener is there to redirect.
  private static boolean listensInPlaintext(Resource resource) {
    List<Map<?, ?>> listeners = maps(resource.specs().get("listeners")).toList();
    boolean tls = listeners.stream().anyMatch(SecurityChecks::isEncrypted);
    return listeners.stream()
        .filter(listener -> !(tls && Integer.valueOf(80).equals(listener.get("port"))))
        .anyMatch(listener -> !isEncrypted(listener) && PLAINTEXT.contains(protocol(listener)));
  }

  private static boolean isEncrypted(Map<?, ?> listener) {
    Object tls = listener.get("tls");
    return (tls != null && !tls.equals(false)) || protocol(listener).endsWith("s");
  }

  private static String protocol(Map<?, ?> listener) {
    return lower(listener.get("protocol"));
  }

  private static boolean standsAlone(Resource resource) {
    return CRITICAL_ROLES.contains(role(resource))
        && resource.type() != ResourceType.NETWORK
        && COUNTS.stream().noneMatch(key -> atLeastTwo(resource.specs().get(key)))
        && !(resource.specs().get("autoscaling") instanceof Map<?, ?> scaling
            && atLeastTwo(scaling.get("min")));
  }

  private static boolean atLeastTwo(Object count) {
    return count instanceof Number number && number.intValue() >= 2;
  }

  private static boolean isUnpinned(Resource resource) {
    if (!(resource.specs().get("image") instanceof String image)) {
      return false;
    }
    String name = image.substring(image.lastIndexOf('/') + 1);
    return !name.contains(":") || name.endsWith(":latest");
  }

  private static boolean isUnencrypted(Resource resource) {
    return resource.type() == ResourceType.STORAGE
        && !Boolean.TRUE.equals(resource.specs().get("encrypted"));
  }

  private static boolean isThere(Resource resource, String key) {
    return resource.specs().containsKey(key) && !Boolean.FALSE.equals(resource.specs().get(key));
  }

  private static boolean watches(Resource resource) {
    return WATCHING_ROLES.contains(role(resource));
  }

  private static boolean lacksHealthCheck(Resource resource) {
    return switch (resource.type()) {
      case COMPUTE, SERVICE -> !isThere(resource, "health_check");
      case NETWORK, STORAGE -> false;
    };
  }

  private static boolean isKind(Resource resource, String kind) {
    return kind.equals(resource.specs().get("kind")) || role(resource).equals(kind);
  }

  private static String role(Resource resource) {
    return lower(resource.specs().get("role"));
  }

  private static String lower(Object value) {
    return value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
  }
}
