package dev.cyanotype.blueprint.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.audit.AuditReport;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.validation.Mutations.Mutant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class MutationsTest {

  static Stream<Mutant> mutants() {
    return Mutations.first(500);
  }

  private static BlueprintBody read(Mutant mutant) {
    byte[] bytes = mutant.body().getBytes(StandardCharsets.UTF_8);
    return mutant.isYaml() ? BlueprintBody.ofYaml(bytes) : BlueprintBody.ofJson(bytes);
  }

  /// What is read is valid, can be audited and priced, and survives being written; all else has
  /// errors. Nothing is thrown.
  @ParameterizedTest
  @MethodSource("mutants")
  void mutantsAreBlueprintsOrHaveErrors(Mutant mutant) {
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> isSound(mutant));
  }

  private static void isSound(Mutant mutant) {
    BlueprintBody body = read(mutant);
    ValidationReport report = ValidationReport.of(body);
    if (report.valid()) {
      assertThat(AuditReport.of(body).summary()).hasSize(4);
      assertThat(CostEstimator.estimate(body.blueprint()).toString()).isNotBlank();
      String written = BlueprintCodec.writeYaml(body.blueprint());
      assertThat(CheckedBlueprint.fromYaml(written).blueprint()).hasValue(body.blueprint());
    } else {
      assertThat(report.errors()).allSatisfy(error -> assertThat(error.message()).isNotBlank());
    }
  }

  @Test
  void someAreValidAndSomeAreNot() {
    List<Boolean> valid = mutants().map(mutant -> read(mutant).errors().isEmpty()).toList();

    assertThat(valid).filteredOn(it -> it).hasSizeGreaterThan(50);
    assertThat(valid).filteredOn(it -> !it).hasSizeGreaterThan(50);
  }
}
