package dev.cyanotype.blueprint.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.validation.HostileBlueprints.Hostile;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlueprintBodyTest {

  private static final Duration QUICKLY = Duration.ofSeconds(5);

  /// Most of it is garbage at once: the parser copies long lines again and again.
  private static final long MAX_ALLOCATED_BYTES = 400L * 1024 * 1024;

  private static BlueprintBody json(String body) {
    return BlueprintBody.ofJson(body.getBytes(StandardCharsets.UTF_8));
  }

  private static BlueprintBody yaml(String body) {
    return BlueprintBody.ofYaml(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bareAndWrappedInBothFormatsAreTheSame() {
    String bare =
        """
        {"name": "shop", "resources": [{"type": "compute", "name": "db", "provider": "fake"}]}
        """;
    String wrapped = "{\"template_id\": \"x\", \"blueprint\": " + bare + "}";
    Blueprint blueprint = json(bare).blueprint();

    assertThat(blueprint.name()).isEqualTo("shop");
    assertThat(
            Stream.of(json(wrapped), yaml(bare), yaml(wrapped), yaml("\ufeff" + bare))
                .map(BlueprintBody::blueprint))
        .allSatisfy(other -> assertThat(other).isEqualTo(blueprint));
  }

  @Test
  void errorsOfYamlHaveTheirPlaceInTheBody() {
    BlueprintBody body =
        yaml(
            """
            template_id: x
            blueprint:
              name: shop
              resources:
                - type: vm
                  name: db
                  provider: fake
            """);
    ProblemException problem = catchThrowableOfType(ProblemException.class, body::blueprint);

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors())
        .singleElement()
        .isEqualTo(
            new FieldError(
                "/blueprint/resources/0/type",
                "'vm' is not known: use compute, network, storage, service",
                5,
                7));
  }

  @Test
  void fieldsBesideTheBlueprintAreToldByThePlaceTheyStandAt() {
    String bare = "{name: shop, resources: [{type: compute, name: db, provider: fake}]}";
    BlueprintBody wrapped = yaml("budget: 5\nblueprint: " + bare + "\ncurrency: 7\n");

    assertThat(wrapped.beside("budget")).contains(5);
    assertThat(wrapped.beside("name")).isEmpty();
    assertThat(yaml(bare).beside("name")).isEmpty();
    assertThat(wrapped.errorBeside("currency", "is none"))
        .isEqualTo(new FieldError("/currency", "is none", 3, 1));
    assertThat(json("{\"currency\": 7}").errorBeside("currency", "is none"))
        .isEqualTo(new FieldError("/currency", "is none"));
  }

  @Test
  void errorsOfJsonHaveNoLines() {
    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> json("{\"name\": \"x\"}").blueprint());

    assertThat(problem.errors()).extracting(FieldError::line).containsOnlyNulls();
  }

  @Test
  void bytesThatAreNotUtf8AreNoYaml() {
    byte[] latin1 = "name: größe".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(BlueprintBody.ofYaml(latin1).errors())
        .extracting(Violation::rule, Violation::message)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("yaml-syntax", "is not UTF-8"));
  }

  static Stream<Hostile> hostileYaml() {
    return HostileBlueprints.yaml();
  }

  static Stream<Hostile> hostileJson() {
    return HostileBlueprints.json();
  }

  @ParameterizedTest
  @MethodSource("hostileYaml")
  void hostileYamlIsRefusedInBoundedTimeAndMemory(Hostile hostile) {
    isRefused(hostile, () -> yaml(hostile.body()));
  }

  @ParameterizedTest
  @MethodSource("hostileJson")
  void hostileJsonIsRefusedInBoundedTimeAndMemory(Hostile hostile) {
    isRefused(hostile, () -> json(hostile.body()));
  }

  private static void isRefused(Hostile hostile, java.util.function.Supplier<BlueprintBody> read) {
    BlueprintBody body = assertTimeoutPreemptively(QUICKLY, () -> measured(read));
    ProblemException problem = catchThrowableOfType(ProblemException.class, body::blueprint);

    assertThat(body.errors()).extracting(Violation::rule).contains(hostile.rule());
    assertThat(problem.status()).isEqualTo(hostile.status());
    assertThat(problem.getMessage().length()).isLessThan(2000);
    assertThat(body.errors().toString().length()).isLessThan(50_000);
  }

  private static BlueprintBody measured(java.util.function.Supplier<BlueprintBody> read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    BlueprintBody body = read.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(MAX_ALLOCATED_BYTES);
    return body;
  }
}
