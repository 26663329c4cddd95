package dev.cyanotype.blueprint.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityAuditTest {

  /// A resource of the type, and a database for rules to lead to.
  private static Blueprint blueprint(String type, String specs) {
    return read(
        """
        name: shop
        resources:
          - type: %s
            name: it
            provider: proxmox
            specs: %s
          - type: compute
            name: db
            provider: proxmox
            specs: {role: database}
        """
            .formatted(type, specs));
  }

  private static Blueprint read(String yaml) {
    return BlueprintCodec.read(YamlDocument.parse(yaml).tree()).value().orElseThrow();
  }

  private static Stream<String> offenders(String rule, Blueprint blueprint) {
    return SecurityAudit.of(blueprint).stream()
        .filter(finding -> finding.id().equals(rule))
        .map(Finding::resource);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "public-database | network | {rules: [{from: internet, to: db, port: 443}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 5432}]}",
        "public-database | network | {rules: [{from: 0.0.0.0/0, to: web, port: 6379, action: allow}]}",
        "public-database | network | {rules: [{from: Any, to: web, port: '3306'}]}",
        "public-database | network | {rules: [{from: '::/0', to: web, ports: [443, 27017]}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 5432/tcp}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 5000-6000}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 5432, action: ALLOW}]}",
        "inline-secret | service | {password: hunter2}",
        "inline-secret | service | {env: {DB_PASSWORD: hunter2}}",
        "inline-secret | service | {users: [{name: a, api_key: abc}]}",
        "inline-secret | service | {env: ['DB_PASSWORD=hunter2']}",
        "inline-secret | service | {password: 123456}",
        "inline-secret | service | {client-secret: 'pre${X}fix'}",
        "inline-secret | service | {accessKey: AKIA}",
        "privileged-container | service | {privileged: true}",
        "open-firewall-rule | network | {rules: [{from: any, port: any}]}",
        "open-firewall-rule | network | {rules: [{from: internet, to: web}]}",
        "open-firewall-rule | network | {rules: [{from: '*', port: 0-65535, action: allow}]}",
        "no-backup | compute | {role: database}",
        "no-backup | storage | {role: object-storage, backup: false}",
        "plaintext-listener | service | {listeners: [{port: 8080, protocol: http}]}",
        "plaintext-listener | service | {listeners: [{port: 8080, protocol: http}, {port: 443, protocol: https}]}",
        "plaintext-listener | service | {listeners: [{port: 389, protocol: LDAP, tls: false}]}",
        "single-point-of-failure | compute | {role: load-balancer}",
        "single-point-of-failure | compute | {role: cache, replicas: 1}",
        "single-point-of-failure | service | {role: gateway, autoscaling: {min: 1, max: 9}}",
        "unpinned-image | service | {image: nginx}",
        "unpinned-image | service | {image: 'nginx:latest'}",
        "unpinned-image | service | {image: 'registry:5000/team/nginx'}",
        "unencrypted-storage | storage | {size: 10GB}",
        "unencrypted-storage | storage | {encrypted: false}",
        "no-health-check | compute | {cpu: 1}",
        "no-health-check | service | {health_check: false}",
      })
  void whatIsUnsafeIsFound(String rule, String type, String specs) {
    assertThat(offenders(rule, blueprint(type, specs))).contains("it");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "public-database | network | {rules: [{from: web, to: db, port: 5432}]}",
        "public-database | network | {rules: [{from: internet, to: db, port: any, action: deny}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 443}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: 80-443}]}",
        "public-database | network | {rules: [{from: internet, to: web, port: https}]}",
        "public-database | network | {rules: nonsense}",
        "inline-secret | service | {password: '${DB_PASSWORD}'}",
        "inline-secret | service | {password: 'vault:secret/db'}",
        "inline-secret | service | {env: {DB_PASSWORD: 'secret/db'}}",
        "inline-secret | service | {env: ['DB_PASSWORD=${DB_PASSWORD}', 'MODE=live']}",
        "inline-secret | service | {password: ''}",
        "inline-secret | service | {secrets: vault, access_token_lifetime: 5m, token: 60}",
        "inline-secret | service | {password_sign_in: false}",
        "privileged-container | service | {privileged: false}",
        "open-firewall-rule | network | {rules: [{from: any, port: any, action: deny}]}",
        "open-firewall-rule | network | {rules: [{from: internet, to: lb, port: 443}]}",
        "no-backup | compute | {role: database, backup: {schedule: daily}}",
        "no-backup | compute | {role: web}",
        "plaintext-listener | service | {listeners: [{port: 443, protocol: https}]}",
        "plaintext-listener | service | {listeners: [{port: 80, protocol: http}, {port: 443, protocol: https}]}",
        "plaintext-listener | service | {listeners: [{port: 8443, protocol: http, tls: true}]}",
        "plaintext-listener | service | {listeners: [{port: 5432, protocol: postgresql}]}",
        "single-point-of-failure | compute | {role: load-balancer, replicas: 2}",
        "single-point-of-failure | compute | {role: web}",
        "single-point-of-failure | service | {role: gateway, autoscaling: {min: 2}}",
        "single-point-of-failure | network | {role: gateway}",
        "unpinned-image | service | {image: 'nginx:1.27'}",
        "unpinned-image | service | {image: 'nginx@sha256:abc'}",
        "unpinned-image | compute | {image: 5}",
        "unencrypted-storage | storage | {encrypted: true}",
        "unencrypted-storage | compute | {storage: 10GB}",
        "no-health-check | compute | {health_check: {type: http}}",
        "no-health-check | network | {}",
      })
  void whatIsSafeIsNot(String rule, String type, String specs) {
    assertThat(offenders(rule, blueprint(type, specs))).doesNotContain("it");
  }

  @ParameterizedTest
  @CsvSource({
    "no-firewall, '{kind: subnet}', true",
    "no-firewall, '{kind: firewall}', false",
    "no-firewall, '{role: firewall}', false",
    "no-monitoring, '{role: web}', true",
    "no-monitoring, '{role: monitoring}', false",
    "no-monitoring, '{role: Logging}', false",
  })
  void rulesAboutTheWholeNameTheBlueprint(String rule, String specs, boolean broken) {
    assertThat(offenders(rule, blueprint("network", specs)))
        .isEqualTo(broken ? List.of("shop") : List.of());
  }

  static Stream<Map<?, ?>> rules() throws IOException {
    try (InputStream rules = SecurityAudit.class.getResourceAsStream("/audit/rules.yaml")) {
      String yaml = new String(rules.readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) YamlDocument.parse(yaml).tree()).stream().map(rule -> (Map<?, ?>) rule);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleIsWholeAndHasACheck(Map<?, ?> rule) {
    assertThat(rule.keySet())
        .isEqualTo(Set.of("id", "severity", "title", "why", "fix", "reference"));
    assertThat(rule.values())
        .allSatisfy(value -> assertThat(value).isInstanceOf(String.class).asString().isNotBlank());
    assertThat(SecurityChecks.offenders((String) rule.get("id"), blueprint("compute", "{}")))
        .isNotNull();
  }

  @Test
  void ruleIdsAreUnique() throws IOException {
    assertThat(rules().map(rule -> rule.get("id"))).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void ruleWithoutACheckIsAnError() {
    assertThatThrownBy(() -> SecurityChecks.offenders("other", blueprint("compute", "{}")))
        .hasMessageContaining("other");
  }

  @Test
  void findingsAreOrderedWorstFirstAndCounted() {
    Blueprint worst =
        blueprint("service", "{privileged: true, image: nginx, role: database, password: x}");

    List<Finding> findings = SecurityAudit.of(worst);

    assertThat(findings).extracting(Finding::severity).isSorted();
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(SecurityAudit.countBySeverity(findings).keySet())
        .containsExactly("critical", "high", "medium", "low");
    assertThat(SecurityAudit.countBySeverity(findings)).containsEntry("critical", 2L);
    assertThat(SecurityAudit.countBySeverity(List.of()).values()).containsOnly(0L);
  }

  @Test
  void findingsNeverQuoteTheSecret() {
    assertThat(SecurityAudit.of(blueprint("service", "{password: hunter2}")).toString())
        .contains("inline-secret")
        .doesNotContain("hunter2");
  }

  static Stream<Blueprint> bundled() {
    return BundledYaml.all().map(SecurityAuditTest::read);
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsHaveNoCriticalFinding(Blueprint blueprint) {
    assertThat(SecurityAudit.of(blueprint))
        .filteredOn(finding -> finding.severity() == Severity.CRITICAL)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsPinTheirImagesAndEncryptTheirTraffic(Blueprint blueprint) {
    assertThat(SecurityAudit.of(blueprint).stream().map(Finding::id))
        .doesNotContain("open-firewall-rule", "plaintext-listener", "unpinned-image");
  }
}
