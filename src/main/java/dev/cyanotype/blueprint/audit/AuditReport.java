package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What the security audit found in a blueprint.
///
/// @param passed true where nothing that is not accepted is worse than `low`
/// @param summary the number of findings of each severity that are not accepted
/// @param accepted the number of findings that are
/// @param findings worst first, also the accepted ones
/// @param warnings what is wrong with the acceptances in the metadata
@RegisterForReflection
@Schema(name = "Audit")
public record AuditReport(
    String blueprint,
    boolean passed,
    Map<String, Long> summary,
    long accepted,
    List<Finding> findings,
    List<Violation> warnings) {

  public AuditReport {
    findings = List.copyOf(findings);
    warnings = List.copyOf(warnings);
  }

  public static AuditReport of(Blueprint blueprint) {
    return of(blueprint, SecurityAudit.of(blueprint), AcceptedFindings.of(blueprint).warnings());
  }

  /// With pointers, lines and columns as in the body.
  ///
  /// @throws dev.cyanotype.problem.ProblemException 400 or 422 where it holds no blueprint
  public static AuditReport of(BlueprintBody body) {
    Blueprint blueprint = body.blueprint();
    List<Finding> findings =
        SecurityAudit.of(blueprint).stream()
            .map(
                finding ->
                    finding.at(
                        body.pointer(finding.pointer()),
                        body.position(finding.pointer()).orElse(null)))
            .toList();
    List<Violation> warnings =
        AcceptedFindings.of(blueprint).warnings().stream().map(body::placed).toList();
    return of(blueprint, findings, warnings);
  }

  private static AuditReport of(
      Blueprint blueprint, List<Finding> findings, List<Violation> warnings) {
    return new AuditReport(
        blueprint.name(),
        findings.stream().noneMatch(Finding::isOpenAndGrave),
        SecurityAudit.countBySeverity(findings),
        findings.stream().filter(Finding::accepted).count(),
        findings,
        warnings);
  }
}
