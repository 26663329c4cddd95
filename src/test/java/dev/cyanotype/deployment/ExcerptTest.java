package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.blueprint.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExcerptTest {

  private static Map<String, String> settings(int count, String value) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "env.SETTING_" + i, i -> value + i));
  }

  private static WantedResource wanted(String name, int settings, String value) {
    return new WantedResource(name, ResourceType.SERVICE, List.of(), settings(settings, value));
  }

  private static ActualResource actual(String name, int settings, String value) {
    return new ActualResource(
        "7",
        name,
        ResourceType.SERVICE,
        List.of(),
        List.of("id-of-" + name),
        settings(settings, value),
        ActualResource.State.RUNNING);
  }

  private static List<PlanStep> excerpt(List<WantedResource> wanted, List<ActualResource> actual) {
    Wanted all = new Wanted(wanted, List.of());
    return Excerpt.of(DeploymentPlan.of(all, actual, (_, _) -> false).steps());
  }

  private static int length(Object shown) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(shown).length();
  }

  @Test
  void smallPlanIsShownWhole() {
    List<PlanStep> steps =
        excerpt(List.of(wanted("web", 50, "b")), List.of(actual("web", 50, "a")));

    assertThat(steps.getFirst().changes())
        .hasSize(50)
        .contains(new Change("env.SETTING_7", "a7", "b7"));
    assertThat(steps.getFirst().changesLeftOut()).isNull();
    assertThat(steps.getFirst().afterLeftOut()).isNull();
  }

  @Test
  void longValuesAreCut() {
    List<PlanStep> steps =
        excerpt(
            List.of(wanted("web", 1, "b".repeat(120))), List.of(actual("web", 1, "a".repeat(119))));

    assertThat(steps.getFirst().changes())
        .containsExactly(new Change("env.SETTING_0", "a".repeat(119) + "0", "b".repeat(119) + "…"));
  }

  @Test
  void restOfManyChangesIsCounted() {
    List<PlanStep> steps =
        excerpt(List.of(wanted("web", 70, "b")), List.of(actual("web", 70, "a")));

    assertThat(steps.getFirst().changes()).hasSize(50);
    assertThat(steps.getFirst().changesLeftOut()).isEqualTo(20);
  }

  @Test
  void planOfManyReplacedResourcesCanBeRead() throws JsonProcessingException {
    List<WantedResource> wanted =
        IntStream.range(0, 500).mapToObj(i -> wanted("r" + i, 20, "b".repeat(200))).toList();
    List<ActualResource> actual =
        IntStream.range(0, 500).mapToObj(i -> actual("r" + i, 20, "a".repeat(200))).toList();

    List<PlanStep> steps = excerpt(wanted, actual);

    assertThat(length(steps)).isLessThan(400_000);
    assertThat(steps)
        .hasSize(500)
        .allSatisfy(step -> assertThat(step.changes()).hasSize(2))
        .allSatisfy(step -> assertThat(step.changesLeftOut()).isEqualTo(18));
  }

  /// Each of 500 deletions waits for each of 500 creations.
  @Test
  void planThatWaitsForManyStepsCanBeRead() throws JsonProcessingException {
    List<WantedResource> wanted =
        IntStream.range(0, 500).mapToObj(i -> wanted("made-" + i, 1, "b")).toList();
    List<ActualResource> actual =
        IntStream.range(0, 500).mapToObj(i -> actual("gone-" + i, 1, "a")).toList();

    List<PlanStep> steps = excerpt(wanted, actual);

    assertThat(length(steps)).isLessThan(400_000);
    assertThat(steps.getLast().after()).hasSize(20);
    assertThat(steps.getLast().afterLeftOut()).isEqualTo(480);
  }
}
