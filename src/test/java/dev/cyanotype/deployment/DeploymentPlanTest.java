package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentPlanTest {

  private static final String BLUEPRINT = "7";

  private final List<WantedResource> wanted = new ArrayList<>();
  private final List<ActualResource> actual = new ArrayList<>();

  private void want(String name, String memory, String... dependencies) {
    wanted.add(
        new WantedResource(
            name, ResourceType.SERVICE, List.of(dependencies), Map.of("memory", memory)));
  }

  private void have(String name, String memory, String... dependencies) {
    have(name, memory, ActualResource.State.RUNNING, dependencies);
  }

  private void have(
      String name, String memory, ActualResource.State state, String... dependencies) {
    actual.add(
        new ActualResource(
            BLUEPRINT,
            name,
            ResourceType.SERVICE,
            List.of(dependencies),
            List.of("id-of-" + name),
            Map.of("memory", memory),
            state));
  }

  private DeploymentPlan plan() {
    return DeploymentPlan.of(
        new Wanted(wanted, List.of("a warning")),
        actual,
        (to, from) -> !to.settings().get("memory").startsWith("new"));
  }

  private PlanStep step(String name) {
    return plan().step(name).orElseThrow();
  }

  @Test
  void dependenciesAreMadeFirstWhateverTheirOrder() {
    want("web", "1", "api");
    want("api", "1", "db", "cache");
    want("cache", "1");
    want("db", "1");

    assertThat(plan()).hasToString("create db, create cache, create api, create web");
    assertThat(step("api").after()).containsExactly("db", "cache");
    assertThat(List.of(step("db"), step("cache"))).extracting(PlanStep::stage).containsOnly(1);
    assertThat(step("api").stage()).isEqualTo(2);
    assertThat(step("web").stage()).isEqualTo(3);
    assertThat(plan().warnings()).containsExactly("a warning");
  }

  @Test
  void whatDiffersIsChangedInPlaceWhereThatIsPossible() {
    want("db", "2");
    want("web", "new");
    want("cache", "1");
    have("db", "1");
    have("web", "1");
    have("cache", "1");

    assertThat(plan()).hasToString("update db, replace web, unchanged cache");
    assertThat(step("db").changes()).containsExactly(new Change("memory", "1", "2"));
    assertThat(step("cache").changes()).isEmpty();
    assertThat(plan().summary())
        .isEqualTo(
            Map.of(
                Action.CREATE,
                0L,
                Action.UPDATE,
                1L,
                Action.REPLACE,
                1L,
                Action.DELETE,
                0L,
                Action.UNCHANGED,
                1L));
  }

  @Test
  void whatDoesNotRunIsUpdated() {
    want("db", "1");
    have("db", "1", ActualResource.State.STOPPED);

    assertThat(step("db").action()).isEqualTo(Action.UPDATE);
    assertThat(step("db").changes()).containsExactly(new Change("state", "stopped", "running"));
  }

  @Test
  void whatIsOfAnotherTypeIsReplaced() {
    wanted.add(new WantedResource("db", ResourceType.COMPUTE, List.of(), Map.of("memory", "1")));
    have("db", "1");

    assertThat(step("db").action()).isEqualTo(Action.REPLACE);
    assertThat(step("db").changes()).containsExactly(new Change("type", "service", "compute"));
  }

  @Test
  void deletionsComeLastInReverseOrder() {
    want("new", "1");
    want("same", "1");
    have("same", "1");
    have("db", "1");
    have("api", "1", "db");
    have("web", "1", "api", "gone-already");

    assertThat(plan()).hasToString("create new, unchanged same, delete web, delete api, delete db");
    assertThat(step("web").after()).containsExactly("new");
    assertThat(step("api").after()).containsExactly("new", "web");
    assertThat(step("db").after()).containsExactly("new", "api");
    assertThat(step("db").stage()).isEqualTo(4);
  }

  @Test
  void cycleOfWhatIsDeployedIsDeletedAllTheSame() {
    have("a", "1", "b");
    have("b", "1", "a");

    assertThat(plan().steps()).extracting(PlanStep::action).containsOnly(Action.DELETE);
    assertThat(plan().steps()).hasSize(2);
    assertThat(plan().steps().getFirst().after()).isEmpty();
  }

  @Test
  void nothingToDoIsNothingToChange() {
    want("db", "1");
    have("db", "1");

    assertThat(plan().changesSomething()).isFalse();
  }
}
