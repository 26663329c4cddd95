package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether data survive, and stay where they belong.
final class DataChecks {

  private static final Set<String> KEEPING_ROLES =
      Set.of("database", "object-storage", "secrets", "identity", "registry");
  private static final Set<String> DISK_ROLES =
      Set.of("database", "object-storage", "message-broker", "search", "warehouse", "secrets");
  private static final Set<String> HERE = Set.of("local", "localhost", "self", "same", "127.0.0.1");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,6})\\s*(h|d|w|hours?|days?|weeks?)?");
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i).*(password|passwd|secret|api[-_]?key|private[-_]?key|access[-_]?key|token)$");
  private static final Pattern PASSWORD_KEY = Pattern.compile("(?i).*(password|passwd)$");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)\\$\\{.*}|\\$\\(.*\\)|<.*>|\\{\\{.*}}|(vault|secret|env|file|ref)[:/].*");
  private static final int WEEK = 7;

  private DataChecks() {}

  /// What keeps its data in another resource has none to lose.
  static boolean lacksBackup(Subject subject, Inspection inspection) {
    return subject.hasRole(KEEPING_ROLES)
        && !subject.has("backup")
        && !keepsElsewhere(subject, inspection);
  }

  private static boolean keepsElsewhere(Subject subject, Inspection inspection) {
    Map<?, ?> config = subject.map("config");
    return Stream.of("database", "datastore", "object_store", "storage_backend")
        .anyMatch(
            key -> inspection.named(config.get(key)).filter(other -> other != subject).isPresent());
  }

  static boolean backsUpBesideData(Subject subject) {
    if (!(subject.map("backup").get("target") instanceof String target)) {
      return false;
    }
    return target.equals(subject.name())
        || target.equals(subject.map("config").get("volume"))
        || target.equals(subject.specs().get("volume"))
        || target.startsWith("/")
        || HERE.contains(Subject.lower(target));
  }

  static boolean keepsBackupsTooShort(Subject subject) {
    Map<?, ?> backup = subject.map("backup");
    Object kept = backup.get("retention_days");
    return kept != null
        ? kept instanceof Number days && days.doubleValue() < WEEK
        : isUnderAWeek(Subject.lower(backup.get("retention")));
  }

  private static boolean isUnderAWeek(String text) {
    Matcher matcher = DAYS.matcher(text);
    if (!matcher.matches() || matcher.group(2) == null) {
      return false;
    }
    int amount = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2).charAt(0)) {
      case 'h' -> amount < 24 * WEEK;
      case 'd' -> amount < WEEK;
      default -> amount < 1;
    };
  }

  static boolean backsUpByHand(Subject subject) {
    return subject.specs().get("backup") instanceof Map<?, ?> backup
        && Stream.of("schedule", "interval", "continuous", "frequency", "cron")
            .noneMatch(backup::containsKey);
  }

  static boolean isUnencryptedBackup(Subject subject) {
    return (subject.isStorage() && subject.isKind("backup") && !subject.isTrue("encrypted"))
        || Boolean.FALSE.equals(subject.map("backup").get("encrypted"));
  }

  static boolean isUnencryptedStorage(Subject subject) {
    return subject.isStorage() && !subject.isKind("backup") && !subject.isTrue("encrypted");
  }

  /// Data on a disk of its own; a volume is a resource of its own and is checked there.
  static boolean isUnencryptedData(Subject subject) {
    return subject.runs()
        && subject.hasRole(DISK_ROLES)
        && !subject.isTrue("encrypted")
        && !subject.has("volume")
        && !subject.has("volumes")
        && !subject.map("config").containsKey("volume");
  }

  static boolean isAloneInProduction(Subject subject, Inspection inspection) {
    return subject.role().equals("database")
        && Set.of("production", "prod", "live")
            .contains(Subject.lower(inspection.blueprint().metadata().get("environment")))
        && !subject.isSeveral()
        && !isReplicated(subject, inspection);
  }

  /// True where another resource is its replica, or it is one.
  static boolean isReplicated(Subject subject, Inspection inspection) {
    return replicaOf(subject.resource()) != null
        || inspection.any(other -> subject.name().equals(replicaOf(other.resource())));
  }

  private static Object replicaOf(Resource resource) {
    Object config = resource.specs().get("config");
    Object replication =
        config instanceof Map<?, ?> map && map.get("replication") != null
            ? map.get("replication")
            : resource.specs().get("replication");
    return replication instanceof Map<?, ?> map ? map.get("of") : null;
  }

  static boolean holdsSecret(Subject subject) {
    return subject.settings().stream().anyMatch(DataChecks::isSecret)
        || FileSecrets.isIn(subject.specs().get("files"));
  }

  /// A number under any other key than a password's is a limit or a lifetime.
  private static boolean isSecret(Setting setting) {
    return switch (setting.value()) {
      case String text ->
          !text.isBlank()
              && SECRET_KEY.matcher(setting.key()).matches()
              && !REFERENCE.matcher(text).matches();
      case Number _ -> PASSWORD_KEY.matcher(setting.key()).matches();
      default -> false;
    };
  }

  static boolean isInOneZone(Subject subject) {
    return subject.isSeveral()
        && subject.specs().get("availability_zones") instanceof List<?> zones
        && zones.stream().distinct().count() == 1;
  }
}
