package dev.cyanotype.blueprint.audit;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The checks behind the rules that are more than a setting: which resources of a blueprint break
/// one.
final class SecurityChecks {

  private SecurityChecks() {}

  /// @return the resources; one that is empty for the blueprint as a whole
  static Stream<Optional<Subject>> offenders(AuditRule rule, Inspection inspection) {
    return rule.settings().isEmpty()
        ? checked(rule.id(), inspection)
        : each(inspection, subject -> isSet(rule, subject));
  }

  private static boolean isSet(AuditRule rule, Subject subject) {
    return subject.settings().stream()
        .anyMatch(setting -> rule.settings().stream().anyMatch(unsafe -> unsafe.fits(setting)));
  }

  private static Stream<Optional<Subject>> checked(String rule, Inspection all) {
    return switch (rule) {
      case "public-database" -> each(all, s -> NetworkChecks.opensDatabase(s, all));
      case "inline-secret" -> each(all, DataChecks::holdsSecret);
      case "open-firewall-rule" -> each(all, NetworkChecks::opensEverything);
      case "admin-port-open" -> each(all, NetworkChecks::opensAdministration);
      case "exposed-internal-service" -> each(all, s -> NetworkChecks.opensInternalService(s, all));
      case "wide-port-range" -> each(all, NetworkChecks::opensWideRange);
      case "open-egress" -> each(all, NetworkChecks::letsEverythingOut);
      case "no-default-deny" -> each(all, NetworkChecks::lacksFinalDenial);
      case "no-firewall" -> whole(NetworkChecks.lacksFirewall(all));
      case "no-segmentation" -> each(all, s -> NetworkChecks.sharesNetworkWithEdge(s, all));
      case "plaintext-listener" -> each(all, NetworkChecks::listensInPlaintext);
      case "insecure-protocol" -> each(all, NetworkChecks::speaksInTheClear);
      case "data-without-tls" -> each(all, NetworkChecks::holdsDataWithoutTls);
      case "mtls-off" -> each(all, NetworkChecks::hasNoMutualTls);
      case "no-rate-limit" -> whole(NetworkChecks.lacksRateLimit(all));
      case "no-backup" -> each(all, s -> DataChecks.lacksBackup(s, all));
      case "backup-beside-data" -> each(all, DataChecks::backsUpBesideData);
      case "short-backup-retention" -> each(all, DataChecks::keepsBackupsTooShort);
      case "unscheduled-backup" -> each(all, DataChecks::backsUpByHand);
      case "unencrypted-backup" -> each(all, DataChecks::isUnencryptedBackup);
      case "unencrypted-storage" -> each(all, DataChecks::isUnencryptedStorage);
      case "unencrypted-data" -> each(all, DataChecks::isUnencryptedData);
      case "production-database-without-replica" ->
          each(all, s -> DataChecks.isAloneInProduction(s, all));
      case "single-zone" -> each(all, DataChecks::isInOneZone);
      case "single-point-of-failure" -> each(all, s -> OperationsChecks.standsAlone(s, all));
      case "unpinned-image" -> each(all, OperationsChecks::isUnpinned);
      case "no-resource-limits" -> each(all, OperationsChecks::lacksLimits);
      case "no-health-check" -> each(all, OperationsChecks::lacksHealthCheck);
      case "no-monitoring" -> whole(OperationsChecks.lacksMonitoring(all));
      case "no-log-retention" -> each(all, OperationsChecks::lacksLogRetention);
      case "secrets-without-audit" -> each(all, OperationsChecks::lacksAudit);
      default -> throw new IllegalArgumentException("no check for the rule " + rule);
    };
  }

  private static Stream<Optional<Subject>> each(Inspection inspection, Predicate<Subject> offends) {
    return inspection.subjects().filter(offends).map(Optional::of);
  }

  private static Stream<Optional<Subject>> whole(boolean offends) {
    return offends ? Stream.of(Optional.empty()) : Stream.empty();
  }
}
