package dev.cyanotype.blueprint.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.YamlDocument;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "inline-secret | service | {files: [{path: /a, content: 'password: hunter2'}]}",
        "inline-secret | service | {files: [{path: /a, content: '-----BEGIN RSA PRIVATE KEY-----'}]}",
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
        "public-database | service | {role: database, ports: ['5432:5432']}",
        "public-database | service | {role: database, publicly_accessible: true}",
        "default-credentials | service | {password: changeme}",
        "default-credentials | service | {env: {POSTGRES_PASSWORD: postgres}}",
        "default-credentials | service | {env: ['MINIO_SECRET_KEY=minioadmin']}",
        "docker-socket | service | {volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']}",
        "docker-socket | service | {mounts: [{source: /run/docker.sock, target: /x}]}",
        "no-authentication | service | {config: {anonymous_access: true}}",
        "no-authentication | service | {config: {protected-mode: false}}",
        "no-authentication | service | {env: {POSTGRES_HOST_AUTH_METHOD: trust}}",
        "no-authentication | service | {env: ['xpack.security.enabled=false', 'SECURITY_ENABLED=false']}",
        "admin-port-open | network | {rules: [{from: internet, to: web, port: 22}]}",
        "admin-port-open | network | {rules: [{from: any, to: web, ports: [443, 3389]}]}",
        "admin-port-open | network | {rules: [{from: 0.0.0.0/0, port: 1-1024, action: accept}]}",
        "wide-port-range | network | {rules: [{from: internet, to: web, port: 8000-9000}]}",
        "no-default-deny | network | {kind: firewall, rules: [{from: internet, to: web, port: 443}]}",
        "open-egress | network | {rules: [{from: web, to: internet, port: any}]}",
        "insecure-protocol | service | {ports: [23]}",
        "insecure-protocol | service | {technology: [vsftpd, FTP]}",
        "weak-tls | service | {config: {minimum_tls: '1.1'}}",
        "weak-tls | service | {config: {minimum_tls: 1.0}}",
        "weak-tls | service | {ssl_protocols: [TLSv1, TLSv1.2]}",
        "weak-tls | service | {min_tls_version: SSLv3}",
        "tls-verification-off | service | {config: {insecureSkipVerify: true}}",
        "tls-verification-off | service | {env: {NODE_TLS_REJECT_UNAUTHORIZED: '0'}}",
        "tls-verification-off | service | {config: {sslmode: prefer}}",
        "ssh-root-login | compute | {ssh: {permit_root_login: 'yes'}}",
        "ssh-root-login | compute | {ssh: {PermitRootLogin: true}}",
        "ssh-password | compute | {ssh: {password_authentication: true}}",
        "host-network | service | {network_mode: host}",
        "host-network | service | {hostNetwork: true}",
        "host-pid | service | {pid: host}",
        "host-ipc | service | {ipc: host}",
        "host-mount | service | {volumes: ['/etc:/host/etc:ro']}",
        "host-mount | service | {volumes: ['/:/rootfs']}",
        "dangerous-capability | service | {cap_add: [NET_BIND_SERVICE, SYS_ADMIN]}",
        "dangerous-capability | service | {capabilities: {add: [ALL]}}",
        "root-user | service | {user: root}",
        "root-user | service | {user: '0:0'}",
        "root-user | service | {security_context: {runAsUser: 0}}",
        "privilege-escalation | service | {no_new_privileges: false}",
        "security-profile-off | service | {security_opt: ['seccomp:unconfined']}",
        "data-without-tls | compute | {role: cache}",
        "data-without-tls | compute | {role: database, tls: false}",
        "mtls-off | service | {role: service-mesh}",
        "mtls-off | service | {config: {mtls: permissive}}",
        "unencrypted-backup | storage | {kind: backup}",
        "unencrypted-backup | compute | {backup: {encrypted: false, schedule: daily}}",
        "unencrypted-data | compute | {role: database, storage: 10GB}",
        "backup-beside-data | compute | {role: database, backup: {target: localhost}}",
        "backup-beside-data | compute | {role: database, backup: {target: data}, config: {volume: data}}",
        "backup-beside-data | compute | {role: database, backup: {target: /var/backups}}",
        "short-backup-retention | compute | {backup: {retention_days: 3}}",
        "short-backup-retention | compute | {backup: {retention: 48h}}",
        "unscheduled-backup | compute | {backup: {retention_days: 30}}",
        "single-zone | compute | {replicas: 2, availability_zones: [a]}",
        "wildcard-cors | service | {plugins: [{name: cors, config: {origins: ['*']}}]}",
        "wildcard-cors | service | {env: {CORS_ALLOWED_ORIGINS: '*'}}",
        "wildcard-host | service | {allowed_hosts: ['*']}",
        "debug-mode | service | {env: {FLASK_DEBUG: '1'}}",
        "debug-mode | service | {config: {debug: true}}",
        "default-account | service | {env: {DB_USER: root}}",
        "no-log-retention | service | {role: logging}",
        "secrets-without-audit | service | {role: secrets}",
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
        "inline-secret | service | {files: [{path: /a, content: 'password: ${PASSWORD}'}]}",
        "inline-secret | service | {files: [{path: /a, content: 'password = {$PASSWORD}'}]}",
        "inline-secret | service | {files: [{path: /a, content: 'password_file: /run/password'}]}",
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
        "public-database | service | {role: database, ports: ['127.0.0.1:5432:5432']}",
        "public-database | service | {role: database, ports: [5432]}",
        "default-credentials | service | {password: '${DB_PASSWORD}'}",
        "default-credentials | service | {password_sign_in: false}",
        "docker-socket | service | {volumes: ['data:/data']}",
        "no-authentication | service | {anonymous_access: false, authentication: oidc}",
        "admin-port-open | network | {rules: [{from: 10.0.0.0/8, to: web, port: 22}]}",
        "admin-port-open | network | {rules: [{from: internet, to: web, port: 22, action: deny}]}",
        "wide-port-range | network | {rules: [{from: web, to: db, port: 8000-9000}]}",
        "wide-port-range | network | {rules: [{from: internet, to: voip, port: 10000-10050}]}",
        "no-default-deny | network | {kind: firewall, rules: [{from: any, to: any, port: any, action: deny}]}",
        "no-default-deny | network | {kind: firewall, default_action: drop, rules: [{from: internet, to: web, port: 443}]}",
        "no-default-deny | compute | {role: firewall}",
        "open-egress | network | {rules: [{from: web, to: internet, port: 443}]}",
        "insecure-protocol | service | {ports: [22, 443], technology: [sftp]}",
        "weak-tls | service | {minimum_tls: '1.2', tls_versions: ['1.2', TLSv1.3]}",
        "tls-verification-off | service | {insecure_skip_verify: false, sslmode: verify-full, ssl_verify: true}",
        "ssh-root-login | compute | {ssh: {permit_root_login: 'no'}}",
        "ssh-password | compute | {ssh: {password_authentication: false}}",
        "host-network | service | {network: app, host: machine-1}",
        "host-mount | service | {volumes: ['/srv/data:/data', 'etc:/etc', '/etc/app/app.conf:/app.conf']}",
        "dangerous-capability | service | {cap_add: [NET_BIND_SERVICE], cap_drop: [ALL]}",
        "root-user | service | {user: '1000:1000', db: {user: root}}",
        "privilege-escalation | service | {no_new_privileges: true, allow_privilege_escalation: false}",
        "data-without-tls | compute | {role: database, tls: true}",
        "data-without-tls | storage | {role: object-storage}",
        "mtls-off | service | {role: service-mesh, config: {mtls: strict}}",
        "mtls-off | service | {role: web}",
        "unencrypted-backup | storage | {kind: backup, encrypted: true}",
        "unencrypted-storage | storage | {kind: backup}",
        "unencrypted-data | compute | {role: database, encrypted: true}",
        "unencrypted-data | compute | {role: database, config: {volume: data}}",
        "no-backup | service | {role: identity, config: {database: db}}",
        "no-backup | compute | {role: message-broker}",
        "backup-beside-data | compute | {role: database, backup: {target: backup-storage}}",
        "short-backup-retention | compute | {backup: {retention_days: 7}}",
        "short-backup-retention | compute | {backup: {retention: 2 weeks}}",
        "unscheduled-backup | compute | {backup: {schedule: daily}}",
        "single-zone | compute | {replicas: 2, availability_zones: [a, b]}",
        "single-zone | compute | {availability_zones: [a]}",
        "wildcard-cors | service | {origins: ['https://app.example.com']}",
        "wildcard-host | service | {host: '*', allowed_hosts: [shop.example.com]}",
        "debug-mode | service | {debug: false, debug_port: 5005}",
        "default-account | service | {env: {DB_USER: shop}}",
        "no-log-retention | service | {role: logging, config: {retention_time: 30d}}",
        "secrets-without-audit | service | {role: secrets, config: {audit_devices: [file]}}",
        "single-point-of-failure | compute | {role: cache, config: {replication: {of: db}}}",
        "no-segmentation | compute | {role: database}",
        "no-resource-limits | compute | {}",
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

  static Stream<AuditRule> rules() {
    return AuditRule.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleIsWholeAndHasACheck(AuditRule rule) {
    assertThat(List.of(rule.id(), rule.title(), rule.why(), rule.fix(), rule.reference()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
    assertThat(rule.id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(rule.reference()).matches("(NIST|CIS|OWASP) .*\\d.*");
    assertThat(SecurityChecks.offenders(rule, new Inspection(blueprint("compute", "{}"))))
        .isNotNull();
  }

  @Test
  void thereAreThirtyRulesAtLeastAndTheirIdsAreUnique() {
    assertThat(rules().map(AuditRule::id)).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void ruleWithoutACheckIsAnError() {
    AuditRule rule = new AuditRule("other", Severity.LOW, "", "", "", "", List.of());
    Inspection inspection = new Inspection(blueprint("compute", "{}"));

    assertThatThrownBy(() -> SecurityChecks.offenders(rule, inspection))
        .hasMessageContaining("other");
  }

  @Test
  void everyRuleIsBrokenBySomething() {
    Blueprint worst =
        read(
            """
            name: worst
            resources:
              - type: network
                name: open
                provider: docker
                specs:
                  kind: firewall
                  rules:
                    - {from: web, to: internet, port: any}
                    - {from: internet, to: grafana, port: 3000}
                    - {from: internet, to: db, port: 20-6000}
                    - {from: any, to: any}
              - type: service
                name: grafana
                provider: docker
                specs: {role: dashboard, image: grafana, network: all}
              - type: service
                name: db
                provider: docker
                specs:
                  role: database
                  network: all
                  privileged: true
                  user: root
                  pid: host
                  ipc: host
                  network_mode: host
                  debug: true
                  cap_add: [ALL]
                  security_opt: ["seccomp=unconfined"]
                  no_new_privileges: false
                  volumes: ["/var/run/docker.sock:/x", "/etc:/etc"]
                  env: {POSTGRES_PASSWORD: changeme, DB_USER: root, sslmode: disable}
                  ssh: {permit_root_login: true, password_authentication: true}
                  anonymous_access: true
                  replicas: 1
                  backup: {target: local, retention_days: 1}
                  mtls: "off"
                  ports: [21]
                  minimum_tls: "1.0"
              - type: service
                name: lb
                provider: docker
                specs:
                  role: load-balancer
                  network: all
                  replicas: 2
                  availability_zones: [a]
                  listeners: [{port: 80, protocol: http}]
                  allowed_hosts: ["*"]
                  cors_origins: ["*"]
              - {type: service, name: logs, provider: docker, specs: {role: log-storage}}
              - {type: service, name: vault, provider: docker, specs: {role: secrets}}
              - {type: storage, name: backups, provider: docker, specs: {kind: backup}}
              - {type: storage, name: disk, provider: docker, specs: {kind: volume}}
            metadata: {environment: production}
            """);
    Set<String> found =
        SecurityAudit.of(worst).stream().map(Finding::id).collect(Collectors.toSet());

    assertThat(rules().map(AuditRule::id))
        .filteredOn(id -> !id.equals("no-firewall"))
        .allSatisfy(id -> assertThat(found).contains(id));
  }

  @Test
  void segmentsAreAskedOfDatabasesBesideTheEdge() {
    String shop =
        """
        name: shop
        resources:
          - {type: compute, name: db, provider: proxmox, specs: {role: database, network: %s}}
          - {type: compute, name: lb, provider: proxmox, specs: {role: load-balancer, network: one}}
        """;

    assertThat(offenders("no-segmentation", read(shop.formatted("one")))).containsExactly("db");
    assertThat(offenders("no-segmentation", read(shop.formatted("two")))).isEmpty();
  }

  @Test
  void replicasAreNoSinglePointsOfFailure() {
    Blueprint pair =
        read(
            """
            name: pair
            resources:
              - {type: compute, name: a, provider: proxmox, specs: {role: database}}
              - type: compute
                name: b
                provider: proxmox
                specs: {role: database, config: {replication: {of: a}}}
              - {type: compute, name: c, provider: proxmox, specs: {role: database}}
            metadata: {environment: production}
            """);

    assertThat(offenders("single-point-of-failure", pair)).containsExactly("c");
    assertThat(offenders("production-database-without-replica", pair)).containsExactly("c");
    assertThat(
            offenders(
                "production-database-without-replica",
                pair.withMetadata(Map.of("environment", "development"))))
        .isEmpty();
  }

  private static Blueprint accepting(Object acceptances) {
    return blueprint("service", "{privileged: true, replicas: 2}")
        .withMetadata(Map.of("accepted_findings", acceptances));
  }

  @Test
  void acceptedFindingsStayButDoNotCount() {
    Blueprint blueprint =
        accepting(
            List.of(
                Map.of("rule", "privileged-container", "resource", "it", "reason", "Reads sensors"),
                Map.of("rule", "no-backup", "reason", "Can be made again")));

    AuditReport report = AuditReport.of(blueprint);

    assertThat(report.warnings()).isEmpty();
    assertThat(report.findings())
        .filteredOn(Finding::accepted)
        .extracting(Finding::id, Finding::resource, Finding::reason)
        .containsExactly(
            tuple("privileged-container", "it", "Reads sensors"),
            tuple("no-backup", "db", "Can be made again"));
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(report.summary()).containsEntry("critical", 0L).containsEntry("high", 0L);
  }

  @Test
  void largeBlueprintsAreAuditedQuickly() {
    List<Object> rules =
        Collections.nCopies(6000, Map.of("from", "internet", "to", "r1", "port", 443));
    List<Object> acceptances =
        IntStream.range(0, 6000)
            .<Object>mapToObj(i -> Map.of("rule", "no-backup", "resource", "r1", "reason", "r" + i))
            .toList();
    Blueprint large =
        new Blueprint(
            "1.0",
            "large",
            "",
            IntStream.range(0, 500)
                .mapToObj(
                    i ->
                        new Resource(
                            ResourceType.COMPUTE,
                            "r" + i,
                            Provider.FAKE,
                            Map.of("role", "database", "network", "n", "rules", i == 0 ? rules : 0),
                            List.of()))
                .toList(),
            Map.of("accepted_findings", acceptances));

    AuditReport report =
        assertTimeoutPreemptively(Duration.ofSeconds(3), () -> AuditReport.of(large));

    assertThat(report.accepted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", " \n", "-", "a A ", "token ", "-----BEGIN A A ", "A ", "token: \t"})
  void filesOfAnyTextAreSearchedInTime(String part) {
    String content = "-----BEGIN " + part.repeat((64 << 10) / part.length());
    Blueprint blueprint =
        new Blueprint(
            "1.0",
            "web",
            "",
            List.of(
                new Resource(
                    ResourceType.SERVICE,
                    "web",
                    Provider.DOCKER,
                    Map.of("files", List.of(Map.of("path", "/a", "content", content))),
                    List.of())),
            Map.of());

    assertTimeoutPreemptively(Duration.ofSeconds(3), () -> AuditReport.of(blueprint));
  }

  static Stream<Arguments> wrongAcceptances() {
    return Stream.of(
        Arguments.of("all", ""),
        Arguments.of(List.of("privileged-container"), "/0"),
        Arguments.of(List.of(Map.of("rule", "privileged-container")), "/0"),
        Arguments.of(List.of(Map.of("rule", "privileged-container", "reason", " ")), "/0"),
        Arguments.of(List.of(Map.of("rule", "no-such-rule", "reason", "x")), "/0/rule"),
        Arguments.of(List.of(Map.of("reason", "x")), "/0/rule"),
        Arguments.of(
            List.of(Map.of("rule", "privileged-container", "reason", "x", "resource", "gone")),
            "/0/resource"),
        Arguments.of(
            List.of(Map.of("rule", "privileged-container", "reason", "x", "resource", 5)),
            "/0/resource"));
  }

  @ParameterizedTest
  @MethodSource("wrongAcceptances")
  void acceptancesThatAreNoneAreWarningsAndAcceptNothing(Object acceptances, String pointer) {
    AuditReport report = AuditReport.of(accepting(acceptances));

    assertThat(report.warnings())
        .extracting(Violation::pointer)
        .containsExactly("/metadata/accepted_findings" + pointer);
    assertThat(report.findings()).noneMatch(Finding::accepted);
    assertThat(report.passed()).isFalse();
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

  /// What an engineer would say too: one machine that could be two, no limit of requests, data that
  /// are backed up nowhere else.
  private static final Set<String> TRUE_OF_BUNDLED =
      Set.of(
          "single-point-of-failure",
          "no-rate-limit",
          "no-backup",
          "no-monitoring",
          "no-segmentation",
          "unencrypted-storage");

  @ParameterizedTest
  @MethodSource("bundled")
  void bundledBlueprintsGiveNoFalseAlarm(Blueprint blueprint) {
    assertThat(SecurityAudit.of(blueprint))
        .allSatisfy(finding -> assertThat(finding.id()).isIn(TRUE_OF_BUNDLED))
        .hasSizeLessThan(7);
  }
}
