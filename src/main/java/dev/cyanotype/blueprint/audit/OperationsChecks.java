package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.ResourceType;
import java.util.Set;
import java.util.stream.Stream;

/// Whether what runs keeps running, and whether anybody would notice if not.
final class OperationsChecks {

  private static final Set<String> CRITICAL_ROLES =
      Set.of("database", "load-balancer", "gateway", "cache", "message-broker", "control-plane");
  private static final Set<String> WATCHING_ROLES =
      Set.of("monitoring", "logging", "metrics", "siem", "observability", "tracing", "alerting");
  private static final Set<String> LOGGING_ROLES = Set.of("logging", "siem", "log-storage");
  private static final Set<String> SECRET_ROLES = Set.of("secrets", "secret-store", "vault");

  private OperationsChecks() {}

  static boolean standsAlone(Subject subject, Inspection inspection) {
    return subject.hasRole(CRITICAL_ROLES)
        && subject.resource().type() != ResourceType.NETWORK
        && !subject.isSeveral()
        && !DataChecks.isReplicated(subject, inspection);
  }

  static boolean isUnpinned(Subject subject) {
    if (!(subject.specs().get("image") instanceof String image)) {
      return false;
    }
    String name = image.substring(image.lastIndexOf('/') + 1);
    return !name.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
  }

  static boolean lacksLimits(Subject subject) {
    return subject.resource().type() == ResourceType.SERVICE
        && subject.resource().provider() == Provider.DOCKER
        && !subject.hasSetting("memory");
  }

  static boolean lacksHealthCheck(Subject subject) {
    return subject.runs() && !subject.has("health_check");
  }

  static boolean lacksMonitoring(Inspection inspection) {
    return !inspection.any(subject -> subject.hasRole(WATCHING_ROLES));
  }

  static boolean lacksLogRetention(Subject subject) {
    return subject.runs()
        && subject.hasRole(LOGGING_ROLES)
        && !subject.hasSetting("retention", "lifecycle", "hot_days", "max_age", "ttl");
  }

  static boolean lacksAudit(Subject subject) {
    return subject.runs()
        && subject.hasRole(SECRET_ROLES)
        && subject.settings().stream()
            .noneMatch(
                setting ->
                    Stream.of("audit", "events_to", "logs_to").anyMatch(setting.key()::contains));
  }
}
