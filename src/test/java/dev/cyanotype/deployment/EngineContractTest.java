package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What holds of every engine. Its subclasses say what their engine's blueprints look like; all of
/// them have valid blueprints, with names that no other test uses at the same time.
public abstract class EngineContractTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SECRET = "s3cret-" + UUID.randomUUID();

  private final List<String> deployed = new ArrayList<>();

  protected abstract Engine engine();

  /// One that is configured for an address at which nothing answers.
  protected abstract Engine unreachable();

  /// At least two resources, of which one depends on another. Quick to make.
  protected abstract Blueprint small();

  /// The resource of [#small] that the next three change.
  protected abstract String changing();

  /// [#small] with [#changing] as it can become in place.
  protected abstract Blueprint changedInPlace();

  /// [#small] with [#changing] as it cannot become in place.
  protected abstract Blueprint changedAnew();

  /// [#small], where [#changing] has a secret in its specs.
  protected abstract Blueprint withSecret(String secret);

  /// A blueprint that needs something which is nowhere to be had, such as an image.
  protected abstract Blueprint refused();

  /// A blueprint whose only resource can be begun and does not come to run.
  protected abstract Blueprint failing();

  /// A blueprint whose only resource takes over 30 seconds to make, behind what the engine adds.
  protected abstract Blueprint slow();

  @AfterEach
  void leaveNothing() {
    deployed.forEach(this::deleteAll);
  }

  private Target target(Blueprint blueprint) {
    String id = UUID.randomUUID().toString();
    deployed.add(id);
    return new Target(id, 1, blueprint);
  }

  private static Target next(Target before, Blueprint blueprint) {
    return new Target(before.blueprintId(), before.version() + 1, blueprint);
  }

  private DeploymentPlan plan(Target target) {
    return DeploymentPlan.of(engine(), target);
  }

  private void apply(Target target) {
    plan(target).steps().forEach(step -> apply(target, step));
  }

  private void apply(Target target, PlanStep step) {
    Engine.Progress progress = said -> assertThat(said).isNotBlank().doesNotContain(SECRET);
    switch (step.action()) {
      case CREATE -> engine().create(target, step.wanted(), progress);
      case UPDATE, REPLACE -> engine().update(target, step.wanted(), step.actual(), progress);
      case DELETE -> engine().delete(step.actual(), progress);
      case UNCHANGED -> {}
    }
  }

  private void deleteAll(String blueprintId) {
    Wanted nothing = new Wanted(List.of(), List.of());
    Target empty = new Target(blueprintId, 1, small().withResources(List.of()));
    DeploymentPlan.of(engine(), nothing, engine().actual(blueprintId))
        .steps()
        .forEach(step -> apply(empty, step));
  }

  private ActualResource actual(Target target, String name) {
    return engine().actual(target.blueprintId()).stream()
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void isPlain(String text) {
    assertThat(text).isNotBlank().doesNotContain("Exception", "java.", "dev.cyanotype", SECRET);
  }

  private Action actionFor(Target target, String name) {
    return plan(target).step(name).orElseThrow().action();
  }

  @Test
  void availableEngineSaysNothing() {
    assertThat(engine().unavailable()).isEmpty();
    assertThat(engine().id()).matches("[a-z]+");
  }

  @Test
  void unreachableEngineSaysWhatToDo() {
    assertThat(unreachable().unavailable()).hasValueSatisfying(EngineContractTest::isPlain);

    EngineException failure =
        catchThrowableOfType(
            EngineException.class, () -> unreachable().actual(UUID.randomUUID().toString()));
    assertThat(failure.kind()).isEqualTo(EngineException.Kind.UNREACHABLE);
    isPlain(failure.getMessage());
  }

  @Test
  void everyResourceOfTheBlueprintIsWantedInItsOrder() {
    Target target = target(small());

    Wanted wanted = engine().wanted(target);

    List<String> names = target.blueprint().resources().stream().map(Resource::name).toList();
    assertThat(wanted.resources()).extracting(WantedResource::name).isEqualTo(names);
    assertThat(wanted.resources()).anySatisfy(one -> assertThat(one.dependencies()).isNotEmpty());
    assertThat(wanted.resources())
        .allSatisfy(one -> assertThat(names).containsAll(one.dependencies()));
  }

  @Test
  void nothingIsThereAtFirst() {
    Target target = target(small());

    assertThat(engine().actual(target.blueprintId())).isEmpty();
    assertThat(plan(target).steps()).extracting(PlanStep::action).containsOnly(Action.CREATE);
  }

  @Test
  void whatWasCreatedIsAsWantedAndRuns() {
    Target target = target(small());

    apply(target);

    assertThat(plan(target).steps())
        .allSatisfy(step -> assertThat(step.changes()).as(step.name()).isEmpty())
        .extracting(PlanStep::action)
        .containsOnly(Action.UNCHANGED);
    Map<String, List<String>> dependencies =
        engine().wanted(target).resources().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    WantedResource::name, WantedResource::dependencies));
    assertThat(engine().actual(target.blueprintId()))
        .hasSameSizeAs(dependencies.keySet())
        .allSatisfy(
            one -> {
              assertThat(one.blueprintId()).isEqualTo(target.blueprintId());
              assertThat(one.state()).isEqualTo(ActualResource.State.RUNNING);
              assertThat(one.externalIds()).isNotEmpty();
              assertThat(one.dependencies())
                  .containsExactlyInAnyOrderElementsOf(dependencies.get(one.name()));
            });
  }

  @Test
  void creatingAgainChangesNothing() {
    Target target = target(small());
    apply(target);
    List<ActualResource> before = engine().actual(target.blueprintId());

    engine().wanted(target).resources().forEach(wanted -> engine().create(target, wanted, _ -> {}));

    assertThat(engine().actual(target.blueprintId())).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void changeInPlaceKeepsWhatIsThere() {
    Target first = target(small());
    apply(first);
    List<String> before = actual(first, changing()).externalIds();
    Target second = next(first, changedInPlace());
    assertThat(actionFor(second, changing())).isEqualTo(Action.UPDATE);

    apply(second);

    assertThat(plan(second).changesSomething()).as("%s", plan(second)).isFalse();
    assertThat(actual(second, changing()).externalIds()).isEqualTo(before);
  }

  @Test
  void changeThatIsNotPossibleInPlaceIsMadeAnew() {
    Target first = target(small());
    apply(first);
    int before = engine().actual(first.blueprintId()).size();
    Target second = next(first, changedAnew());
    assertThat(actionFor(second, changing())).isEqualTo(Action.REPLACE);

    apply(second);

    assertThat(plan(second).changesSomething()).as("%s", plan(second)).isFalse();
    assertThat(engine().actual(second.blueprintId())).hasSize(before);
  }

  @Test
  void whatIsDeletedIsGone() {
    Target target = target(small());
    apply(target);
    List<ActualResource> there = engine().actual(target.blueprintId());

    deleteAll(target.blueprintId());

    assertThat(engine().actual(target.blueprintId())).isEmpty();
    there.forEach(gone -> engine().delete(gone, _ -> {}));
    assertThat(engine().actual(target.blueprintId())).isEmpty();
  }

  @Test
  void resourceThatIsNoLongerWantedIsDeletedAlone() {
    Target first = target(small());
    apply(first);
    String dependent = dependents(first).findFirst().orElseThrow();
    Target second =
        next(
            first,
            small()
                .withResources(
                    small().resources().stream()
                        .filter(resource -> !resource.name().equals(dependent))
                        .toList()));
    assertThat(actionFor(second, dependent)).isEqualTo(Action.DELETE);

    apply(second);

    assertThat(plan(second).changesSomething()).as("%s", plan(second)).isFalse();
    assertThat(engine().actual(second.blueprintId()))
        .hasSize(small().resources().size() - 1)
        .noneMatch(one -> one.name().equals(dependent));
  }

  /// What depends on something, and nothing on it.
  private Stream<String> dependents(Target target) {
    List<WantedResource> wanted = engine().wanted(target).resources();
    return wanted.stream()
        .filter(one -> !one.dependencies().isEmpty())
        .map(WantedResource::name)
        .filter(name -> wanted.stream().noneMatch(other -> other.dependencies().contains(name)));
  }

  @Test
  void blueprintsDoNotSeeEachOthersResources() {
    Target one = target(small());
    Target other = target(renamed(small()));
    apply(one);

    assertThat(engine().actual(other.blueprintId())).isEmpty();
    assertThat(plan(other).steps()).extracting(PlanStep::action).containsOnly(Action.CREATE);
  }

  /// What else than the id of a blueprint tells it from another is its name.
  private static Blueprint renamed(Blueprint blueprint) {
    return blueprint.withName(blueprint.name() + "-other");
  }

  @Test
  void whatIsNotToBeHadIsRefusedWithAPointer() {
    Target target = target(refused());

    EngineException refusal =
        catchThrowableOfType(EngineException.class, () -> engine().wanted(target));

    assertThat(refusal.kind()).isEqualTo(EngineException.Kind.REFUSED);
    isPlain(refusal.getMessage());
    assertThat(refusal.errors())
        .isNotEmpty()
        .allSatisfy(error -> assertThat(error.pointer()).startsWith("/resources/"));
  }

  @Test
  void whatDoesNotComeToRunFailsAndCanBeDeleted() {
    Target target = target(failing());

    EngineException failure = catchThrowableOfType(EngineException.class, () -> apply(target));

    assertThat(failure.kind()).isEqualTo(EngineException.Kind.FAILED);
    isPlain(failure.getMessage());
    deleteAll(target.blueprintId());
    assertThat(engine().actual(target.blueprintId())).isEmpty();
  }

  @Test
  void secretsAreNotShown() {
    Target target = target(withSecret(SECRET));
    apply(target);

    assertThat(engine().wanted(target).toString()).doesNotContain(SECRET);
    assertThat(engine().actual(target.blueprintId()).toString()).doesNotContain(SECRET);
    Target changed = next(target, withSecret(SECRET + "-changed"));
    assertThat(plan(changed).step(changing()).orElseThrow().changes())
        .isNotEmpty()
        .allSatisfy(change -> assertThat(change.toString()).doesNotContain(SECRET));
  }

  @Test
  void interruptEndsAStepSoonAndItCanBeDeleted() {
    Target target = target(slow());
    List<WantedResource> all = engine().wanted(target).resources();
    WantedResource wanted = all.getLast();
    all.subList(0, all.size() - 1).forEach(one -> engine().create(target, one, _ -> {}));
    AtomicBoolean begun = new AtomicBoolean();
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread step =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> end.set(failure))
            .start(() -> engine().create(target, wanted, _ -> begun.set(true)));
    await().atMost(SOON).untilTrue(begun);

    step.interrupt();

    await().atMost(SOON).until(() -> !step.isAlive());
    assertThat(end.get()).isInstanceOf(EngineException.class);
    isPlain(end.get().getMessage());
    deleteAll(target.blueprintId());
    assertThat(engine().actual(target.blueprintId())).isEmpty();
  }
}
