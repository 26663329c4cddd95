package dev.cyanotype.blueprint.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An audit as the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS), which
/// code-scanning tools show beside the source.
@RegisterForReflection
public record SarifLog(@JsonProperty("$schema") String schema, String version, List<Run> runs) {

  public static final String MEDIA_TYPE = "application/sarif+json";

  /// What a blueprint is called whose file nobody has named.
  public static final String DEFAULT_FILE = "blueprint.yaml";

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

  @RegisterForReflection
  public record Run(Tool tool, String columnKind, List<Result> results) {}

  @RegisterForReflection
  public record Tool(Driver driver) {}

  @RegisterForReflection
  public record Driver(String name, List<Descriptor> rules) {}

  /// @param properties `security-severity`, from which GitHub makes its own severities
  @RegisterForReflection
  public record Descriptor(
      String id,
      Text shortDescription,
      Text fullDescription,
      Text help,
      Configuration defaultConfiguration,
      Map<String, Object> properties) {}

  @RegisterForReflection
  public record Text(String text) {}

  /// @param level `error`, `warning` or `note`
  @RegisterForReflection
  public record Configuration(String level) {}

  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      String ruleId,
      int ruleIndex,
      String level,
      Text message,
      List<Location> locations,
      Map<String, String> partialFingerprints,
      List<Suppression> suppressions) {}

  @RegisterForReflection
  public record Location(Physical physicalLocation, List<Logical> logicalLocations) {}

  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Physical(Artifact artifactLocation, Region region) {}

  @RegisterForReflection
  public record Artifact(String uri) {}

  @RegisterForReflection
  public record Region(int startLine, int startColumn) {}

  @RegisterForReflection
  public record Logical(String name, String fullyQualifiedName, String kind) {}

  @RegisterForReflection
  public record Suppression(String kind, String status, String justification) {}

  /// @param uri of the blueprint's file, relative to the root of its repository
  public static SarifLog of(AuditReport report, String uri) {
    Driver driver =
        new Driver("Cyanotype", AuditRule.ALL.stream().map(SarifLog::descriptor).toList());
    List<Result> results =
        report.findings().stream().map(finding -> result(finding, report, uri)).toList();
    Run run = new Run(new Tool(driver), "unicodeCodePoints", results);
    return new SarifLog(SCHEMA, "2.1.0", List.of(run));
  }

  private static Descriptor descriptor(AuditRule rule) {
    return new Descriptor(
        rule.id(),
        new Text(rule.title() + "."),
        new Text(rule.why()),
        new Text(rule.fix() + " (" + rule.reference() + ")"),
        new Configuration(level(rule.severity())),
        Map.of(
            "security-severity", score(rule.severity()), "tags", List.of("security", "blueprint")));
  }

  private static Result result(Finding finding, AuditReport report, String uri) {
    return new Result(
        finding.id(),
        index(finding.id()),
        level(finding.severity()),
        new Text(finding.resource() + ": " + finding.title() + ". " + finding.fix()),
        List.of(location(finding, report, uri)),
        Map.of("cyanotype/v1", finding.id() + ":" + finding.resource()),
        finding.accepted()
            ? List.of(new Suppression("inSource", "accepted", finding.reason()))
            : null);
  }

  private static Location location(Finding finding, AuditReport report, String uri) {
    Region region =
        finding.line() == null ? new Region(1, 1) : new Region(finding.line(), finding.column());
    boolean whole = finding.resource().equals(report.blueprint());
    return new Location(
        new Physical(new Artifact(uri), region),
        List.of(
            new Logical(
                finding.resource(),
                whole ? finding.resource() : report.blueprint() + "/" + finding.resource(),
                whole ? "module" : "resource")));
  }

  private static int index(String rule) {
    return IntStream.range(0, AuditRule.ALL.size())
        .filter(i -> AuditRule.ALL.get(i).id().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "note";
    };
  }

  /// As a CVSS score, by which GitHub sorts.
  private static String score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "9.5";
      case HIGH -> "8.0";
      case MEDIUM -> "5.5";
      case LOW -> "2.0";
    };
  }
}
