package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The findings that a blueprint's metadata accept:
/// `accepted_findings: [{rule: single-point-of-failure, resource: cache, reason: may be lost}]`.
/// Without `resource` a rule is accepted for the whole blueprint; without a reason for nothing.
final class AcceptedFindings {

  private static final String KEY = "accepted_findings";
  private static final String RULE = "accepted-finding";
  private static final String EVERY = "";

  /// @param resource its name; empty for every resource
  private record Target(String rule, String resource) {}

  private final Blueprint blueprint;
  private final Map<Target, String> reasons = new HashMap<>();
  private final Violations warnings = new Violations();

  private AcceptedFindings(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  static AcceptedFindings of(Blueprint blueprint) {
    AcceptedFindings accepted = new AcceptedFindings(blueprint);
    switch (blueprint.metadata().get(KEY)) {
      case null -> {}
      case List<?> list -> accepted.readAll(list);
      default -> accepted.warn("", "must be a list of objects with 'rule' and 'reason'");
    }
    return accepted;
  }

  private void readAll(List<?> list) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> entry) {
        read(entry, "/" + i);
      } else {
        warn("/" + i, "must be an object with 'rule' and 'reason'");
      }
    }
  }

  private void read(Map<?, ?> entry, String pointer) {
    Optional<AuditRule> rule = AuditRule.of(entry.get("rule"));
    Object resource = entry.get("resource");
    if (rule.isEmpty()) {
      warn(pointer + "/rule", "is not a rule of the security audit");
    } else if (!(entry.get("reason") instanceof String reason) || reason.isBlank()) {
      warn(pointer, "has no reason, so nothing is accepted");
    } else if (resource != null && !isThere(resource)) {
      warn(pointer + "/resource", "is not a resource of this blueprint");
    } else {
      String name = resource == null ? EVERY : (String) resource;
      reasons.putIfAbsent(new Target(rule.get().id(), name), reason.strip());
    }
  }

  private boolean isThere(Object resource) {
    return resource instanceof String name
        && (name.equals(blueprint.name()) || blueprint.resource(name).isPresent());
  }

  private void warn(String pointer, String message) {
    warnings.add(Violation.warning(RULE, "/metadata/" + KEY + pointer, message));
  }

  Finding applied(Finding finding) {
    String reason =
        reasons.getOrDefault(
            new Target(finding.id(), finding.resource()),
            reasons.get(new Target(finding.id(), EVERY)));
    return reason == null ? finding : finding.acceptedFor(reason);
  }

  List<Violation> warnings() {
    return warnings.toList();
  }
}
