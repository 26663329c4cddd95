package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Checks a blueprint against the rules in the resource `audit/rules.yaml`. Deterministic: the same
/// blueprint has the same findings, whatever model is configured.
public final class SecurityAudit {

  private record Rule(
      String id, Severity severity, String title, String why, String fix, String reference) {

    static Rule of(Map<?, ?> entry) {
      return new Rule(
          (String) entry.get("id"),
          Severity.valueOf(((String) entry.get("severity")).toUpperCase(Locale.ROOT)),
          (String) entry.get("title"),
          (String) entry.get("why"),
          (String) entry.get("fix"),
          (String) entry.get("reference"));
    }

    Stream<Finding> findings(Blueprint blueprint) {
      return SecurityChecks.offenders(id, blueprint)
          .map(name -> new Finding(id, severity, name, title, why, fix, reference));
    }
  }

  private static final List<Rule> RULES = load();

  private SecurityAudit() {}

  private static List<Rule> load() {
    try (InputStream rules = SecurityAudit.class.getResourceAsStream("/audit/rules.yaml")) {
      String yaml = new String(rules.readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) YamlDocument.parse(yaml).tree())
          .stream().map(entry -> Rule.of((Map<?, ?>) entry)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Worst first; within a severity in the order of the rules.
  public static List<Finding> of(Blueprint blueprint) {
    return RULES.stream()
        .flatMap(rule -> rule.findings(blueprint))
        .sorted(java.util.Comparator.comparing(Finding::severity))
        .toList();
  }

  /// All severities, with 0 for those that have no finding.
  public static Map<String, Long> countBySeverity(List<Finding> findings) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(
          severity.id(),
          findings.stream().filter(finding -> finding.severity() == severity).count());
    }
    return counts;
  }
}
