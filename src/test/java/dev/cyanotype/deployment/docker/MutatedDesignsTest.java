package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.Mutations;
import dev.cyanotype.blueprint.validation.Mutations.Mutant;
import dev.cyanotype.deployment.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Whatever a valid blueprint looks like, Docker makes something of it or says what has to change.
@Execution(ExecutionMode.CONCURRENT)
class MutatedDesignsTest {

  @Test
  void everyOneIsADesignOrRefused() {
    List<Blueprint> valid = Mutations.first(500).flatMap(one -> valid(one).stream()).toList();
    assertThat(valid).hasSizeGreaterThan(50);

    List<Boolean> designed = valid.stream().map(MutatedDesignsTest::isDesigned).toList();

    assertThat(designed).contains(true);
  }

  private static Optional<Blueprint> valid(Mutant mutant) {
    byte[] bytes = mutant.body().getBytes(StandardCharsets.UTF_8);
    BlueprintBody body =
        mutant.isYaml() ? BlueprintBody.ofYaml(bytes) : BlueprintBody.ofJson(bytes);
    return body.errors().isEmpty() ? Optional.of(body.blueprint()) : Optional.empty();
  }

  /// Only what is refused with a reason may fail.
  private static boolean isDesigned(Blueprint blueprint) {
    try {
      assertThat(DockerDesign.of(blueprint, Optional::of, true).wanted().resources())
          .allSatisfy(one -> assertThat(one.settings()).isNotNull());
      return true;
    } catch (EngineException e) {
      assertThat(e.errors()).allSatisfy(error -> assertThat(error.message()).isNotBlank());
      return false;
    }
  }
}
