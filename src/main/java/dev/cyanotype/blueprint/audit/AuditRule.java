package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A rule of the resource `audit/rules.yaml`.
///
/// @param reference the control or benchmark that asks for it, with its number
/// @param settings that break it; empty where it has a check in [SecurityChecks]
record AuditRule(
    String id,
    Severity severity,
    String title,
    String why,
    String fix,
    String reference,
    List<SettingRule> settings) {

  /// In the order of the file.
  static final List<AuditRule> ALL = load();

  static Optional<AuditRule> of(Object id) {
    return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  private static List<AuditRule> load() {
    try (InputStream rules = AuditRule.class.getResourceAsStream("/audit/rules.yaml")) {
      String yaml = new String(rules.readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) YamlDocument.parse(yaml).tree())
          .stream().map(entry -> read((Map<?, ?>) entry)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditRule read(Map<?, ?> entry) {
    return new AuditRule(
        (String) entry.get("id"),
        Severity.valueOf(((String) entry.get("severity")).toUpperCase(Locale.ROOT)),
        (String) entry.get("title"),
        (String) entry.get("why"),
        (String) entry.get("fix"),
        (String) entry.get("reference"),
        SettingRule.of(entry.get("settings")));
  }
}
