package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import dev.cyanotype.blueprint.cost.CostEstimator;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CustomizationTest {

  static Stream<Arguments> templatesAndFactors() {
    return BundledBlueprints.IDS.stream()
        .flatMap(
            id ->
                Stream.of("0.1", "0.5", "1", "1.5", "3.3", "100")
                    .map(factor -> Arguments.of(id, factor)));
  }

  @ParameterizedTest
  @MethodSource("templatesAndFactors")
  void everyTemplateIsValidAtEveryFactor(String id, String factor) {
    Blueprint customized = scaledBy(factor).applyTo(BundledBlueprints.template(id));

    assertThat(BlueprintValidator.validate(customized)).isEmpty();
    CheckedBlueprint readAgain = CheckedBlueprint.fromYaml(BlueprintCodec.writeYaml(customized));
    assertThat(readAgain.violations()).isEmpty();
    assertThat(readAgain.blueprint()).contains(customized);
  }

  @Test
  void sizesFollowTheFactor() {
    Blueprint customized = scaledBy("2").applyTo(BundledBlueprints.template("ha-web-app"));

    assertThat(specs(customized, "web-server"))
        .contains(entry("cpu", 4), entry("memory", "8GB"), entry("storage", "80GB"))
        .containsEntry("autoscaling", Map.of("min", 6, "max", 16, "target_cpu_percent", 65))
        .containsEntry("ports", List.of(8080));
    assertThat(specs(customized, "session-cache"))
        .contains(entry("replicas", 7), entry("memory", "4GB"), entry("version", "7.4"));
    assertThat(specs(customized, "backup-storage")).containsEntry("size", "2TB");
  }

  @Test
  void metadataKeepsWhatTheTemplateSaysAndRecordsWhatWasDone() {
    Blueprint customized = scaledBy("2.50").applyTo(BundledBlueprints.template("ha-web-app"));

    assertThat(customized.metadata())
        .isEqualTo(
            Map.of(
                "template", "ha-web-app",
                "category", "web",
                "complexity", "medium",
                "display_name", "High-Availability Web Application",
                "customized", true,
                "base_template", "ha-web-app",
                "scale_factor", 2.5,
                "estimated_cost", CostEstimator.estimate(customized).toString()));
  }

  @Test
  void aLargerDesignCostsMore() {
    Template template = BundledBlueprints.template("postgres-ha");
    Blueprint customized = scaledBy("2").applyTo(template);

    assertThat(CostEstimator.estimate(customized).low())
        .isGreaterThan(2 * CostEstimator.estimate(template.blueprint()).low());
    assertThat(customized.metadata().get("estimated_cost")).isNotEqualTo(template.estimatedCost());
  }

  @Test
  void nameAndDescriptionAreTheUsersOwn() {
    Blueprint customized =
        new Customization(Optional.of("my-app"), Optional.of("Mine."), BigDecimal.ONE)
            .applyTo(BundledBlueprints.template("simple-web-app"));

    assertThat(customized.name()).isEqualTo("my-app");
    assertThat(customized.description()).isEqualTo("Mine.");
    assertThat(customized.metadata()).containsEntry("scale_factor", 1);
  }

  @Test
  void nameAndDescriptionStayWhereTheUserGaveNone() {
    Template template = BundledBlueprints.template("simple-web-app");
    Blueprint customized = scaledBy("2").applyTo(template);

    assertThat(customized.name()).isEqualTo(template.blueprint().name());
    assertThat(customized.description()).isEqualTo(template.description());
  }

  @Test
  void theTemplateStaysAsItIs() {
    Template template = BundledBlueprints.template("microservices-k8s");
    String before = BlueprintCodec.writeYaml(template.blueprint());

    Blueprint customized =
        new Customization(Optional.of("mine"), Optional.of("Mine."), BigDecimal.TEN)
            .applyTo(template);

    assertThat(customized).isNotEqualTo(template.blueprint());
    assertThat(BlueprintCodec.writeYaml(template.blueprint())).isEqualTo(before);
  }

  @Test
  void aFactorOutOfBoundsIsRefused() {
    Template template = BundledBlueprints.template("simple-web-app");

    assertThatIllegalArgumentException().isThrownBy(() -> scaledBy("101").applyTo(template));
  }

  private static Customization scaledBy(String factor) {
    return new Customization(Optional.empty(), Optional.empty(), new BigDecimal(factor));
  }

  private static Map<String, Object> specs(Blueprint blueprint, String resource) {
    return blueprint.resource(resource).orElseThrow().specs();
  }
}
