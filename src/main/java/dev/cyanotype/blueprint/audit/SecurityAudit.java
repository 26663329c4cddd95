package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks a blueprint against the rules in the resource `audit/rules.yaml`. Deterministic: the same
/// blueprint has the same findings, whatever model is configured.
public final class SecurityAudit {

  private SecurityAudit() {}

  /// Worst first; within a severity in the order of the rules. What the blueprint's metadata accept
  /// is marked so.
  public static List<Finding> of(Blueprint blueprint) {
    Inspection inspection = new Inspection(blueprint);
    AcceptedFindings accepted = AcceptedFindings.of(blueprint);
    return AuditRule.ALL.stream()
        .flatMap(rule -> findings(rule, inspection))
        .map(accepted::applied)
        .sorted(Comparator.comparing(Finding::severity))
        .toList();
  }

  private static Stream<Finding> findings(AuditRule rule, Inspection inspection) {
    return SecurityChecks.offenders(rule, inspection)
        .map(offender -> finding(rule, offender, inspection.blueprint()));
  }

  private static Finding finding(AuditRule rule, Optional<Subject> offender, Blueprint blueprint) {
    return new Finding(
        rule.id(),
        rule.severity(),
        offender.map(Subject::name).orElse(blueprint.name()),
        rule.title(),
        rule.why(),
        rule.fix(),
        rule.reference(),
        offender.map(subject -> "/resources/" + subject.index()).orElse(""),
        null,
        null,
        false,
        null);
  }

  /// All severities, with 0 for those that have no finding; accepted ones do not count.
  public static Map<String, Long> countBySeverity(List<Finding> findings) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(
          severity.id(),
          findings.stream()
              .filter(finding -> finding.severity() == severity && !finding.accepted())
              .count());
    }
    return counts;
  }
}
