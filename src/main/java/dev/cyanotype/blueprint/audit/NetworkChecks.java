package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.PublishedPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What is open, to whom, and how it is encrypted on its way.
final class NetworkChecks {

  private static final Set<Integer> DATABASE_PORTS =
      Set.of(1433, 1521, 3306, 5432, 6379, 9042, 9200, 11211, 27017);
  private static final Set<Integer> ADMIN_PORTS =
      Set.of(22, 2375, 2376, 2379, 3389, 5900, 5985, 5986, 6443, 8006, 10250);
  private static final Set<Integer> CLEARTEXT_PORTS = Set.of(21, 23, 512, 513);
  private static final Set<String> CLEARTEXT = Set.of("telnet", "ftp", "tftp", "rsh", "rlogin");
  private static final Set<String> PLAINTEXT = Set.of("http", "ftp", "telnet", "ldap", "smtp");
  private static final Set<String> INTERNAL_ROLES =
      Set.of(
          "monitoring",
          "logging",
          "tracing",
          "alerting",
          "dashboard",
          "metrics",
          "registry",
          "control-plane",
          "orchestrator",
          "scheduler",
          "secrets",
          "siem");
  private static final Set<String> EDGE_ROLES =
      Set.of("load-balancer", "gateway", "ingress", "reverse-proxy", "cdn", "bastion", "vpn");
  private static final Set<String> HTTP_EDGE_ROLES =
      Set.of("load-balancer", "gateway", "ingress", "reverse-proxy", "cdn", "api-gateway");
  private static final Set<String> TALKING_ROLES =
      Set.of(
          "database",
          "cache",
          "message-broker",
          "search",
          "warehouse",
          "object-storage",
          "secrets",
          "identity",
          "registry");
  private static final Set<String> TLS_OFF = Set.of("", "false", "off", "none", "disabled", "no");
  private static final Set<String> MTLS_OFF =
      Set.of("false", "off", "none", "disabled", "disable", "permissive", "optional", "no");
  private static final int WIDE = 100;

  private NetworkChecks() {}

  /// Opened by a firewall's rule, published on every address of its machine, or said to be public.
  static boolean opensDatabase(Subject subject, Inspection inspection) {
    return Traffic.of(subject)
            .filter(Traffic::comesFromAnywhere)
            .anyMatch(
                rule ->
                    rule.opens(DATABASE_PORTS)
                        || inspection
                            .named(rule.to())
                            .filter(NetworkChecks::isDatabase)
                            .isPresent())
        || (isDatabase(subject) && isPublic(subject));
  }

  private static boolean isDatabase(Subject subject) {
    return subject.role().equals("database");
  }

  private static boolean isPublic(Subject subject) {
    return Stream.of("public", "publicly_accessible", "public_access").anyMatch(subject::isTrue)
        || PublishedPort.of(subject.resource()).stream().anyMatch(PublishedPort::isEverywhere);
  }

  static boolean opensEverything(Subject firewall) {
    return Traffic.of(firewall).anyMatch(r -> r.comesFromAnywhere() && r.isOnEveryPort());
  }

  static boolean opensAdministration(Subject firewall) {
    return Traffic.of(firewall).anyMatch(r -> r.comesFromAnywhere() && r.opens(ADMIN_PORTS));
  }

  static boolean opensInternalService(Subject firewall, Inspection inspection) {
    return Traffic.of(firewall)
        .filter(Traffic::comesFromAnywhere)
        .anyMatch(
            rule ->
                inspection.named(rule.to()).filter(to -> to.hasRole(INTERNAL_ROLES)).isPresent());
  }

  static boolean opensWideRange(Subject firewall) {
    return Traffic.of(firewall)
        .anyMatch(r -> r.comesFromAnywhere() && !r.isOnEveryPort() && r.widest() >= WIDE);
  }

  static boolean letsEverythingOut(Subject firewall) {
    return Traffic.of(firewall)
        .anyMatch(r -> r.goesAnywhere() && !r.comesFromAnywhere() && r.isOnEveryPort());
  }

  static boolean lacksFinalDenial(Subject firewall) {
    List<Traffic> rules = Traffic.of(firewall).toList();
    return firewall.isKind("firewall")
        && !rules.isEmpty()
        && rules.getLast().isAllowed()
        && firewall.settings().stream().noneMatch(NetworkChecks::deniesByDefault);
  }

  private static boolean deniesByDefault(Setting setting) {
    return setting.key().startsWith("default")
        && Set.of("deny", "drop", "reject").contains(setting.text());
  }

  static boolean lacksFirewall(Inspection inspection) {
    return !inspection.any(subject -> subject.isKind("firewall"));
  }

  /// A database in a network where the edge is too.
  static boolean sharesNetworkWithEdge(Subject database, Inspection inspection) {
    if (!isDatabase(database) || database.text("network").isEmpty()) {
      return false;
    }
    return inspection.any(
        other ->
            other.runs()
                && other.text("network").equals(database.text("network"))
                && (other.hasRole(EDGE_ROLES) || inspection.isOpened(other)));
  }

  /// Plain HTTP on port 80 beside a TLS listener is there to redirect.
  static boolean listensInPlaintext(Subject subject) {
    List<Map<?, ?>> listeners = subject.maps("listeners").toList();
    boolean tls = listeners.stream().anyMatch(NetworkChecks::isEncrypted);
    return listeners.stream()
        .filter(listener -> !(tls && Integer.valueOf(80).equals(listener.get("port"))))
        .anyMatch(listener -> !isEncrypted(listener) && PLAINTEXT.contains(protocol(listener)));
  }

  private static boolean isEncrypted(Map<?, ?> listener) {
    Object tls = listener.get("tls");
    return (tls != null && !tls.equals(false)) || protocol(listener).endsWith("s");
  }

  private static String protocol(Map<?, ?> listener) {
    return Subject.lower(listener.get("protocol"));
  }

  static boolean speaksInTheClear(Subject subject) {
    return subject.settings().stream()
        .anyMatch(
            setting ->
                (setting.key().equals("technology") && CLEARTEXT.contains(setting.text()))
                    || (setting.key().equals("ports")
                        && CLEARTEXT_PORTS.contains(setting.value())));
  }

  static boolean holdsDataWithoutTls(Subject subject) {
    return subject.runs()
        && subject.hasRole(TALKING_ROLES)
        && TLS_OFF.contains(subject.text("tls"))
        && !subject.hasSetting("mtls", "sslmode", "ssl_mode", "tls_cert", "ssl_cert");
  }

  static boolean hasNoMutualTls(Subject subject) {
    boolean mesh = subject.role().equals("service-mesh");
    List<Setting> settings =
        subject.settings().stream().filter(s -> s.key().equals("mtls")).toList();
    return settings.isEmpty()
        ? mesh
        : settings.stream().anyMatch(setting -> MTLS_OFF.contains(setting.text()));
  }

  /// Something at the edge takes HTTP, and nothing there limits or filters requests.
  static boolean lacksRateLimit(Inspection inspection) {
    List<Subject> edge =
        inspection.subjects().filter(s -> s.hasRole(HTTP_EDGE_ROLES) && takesHttp(s)).toList();
    return !edge.isEmpty() && inspection.subjects().noneMatch(NetworkChecks::limits);
  }

  private static boolean takesHttp(Subject subject) {
    return subject.maps("listeners").anyMatch(listener -> protocol(listener).startsWith("http"))
        || (subject.specs().get("ports") instanceof List<?> ports
            && (ports.contains(80) || ports.contains(443)));
  }

  private static boolean limits(Subject subject) {
    return subject.settings().stream()
        .anyMatch(
            setting ->
                isLimit(setting.key())
                    || setting.key().contains("web_application_firewall")
                    || setting.key().equals("waf")
                    || isLimit(Setting.snakeCase(setting.text())));
  }

  private static boolean isLimit(String words) {
    return words.contains("rate_limit") || words.contains("ratelimit") || words.contains("throttl");
  }
}
