package dev.cyanotype.deployment.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineContractTest;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Target;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FakeEngineTest extends EngineContractTest {

  private record Settings(boolean reachable, Optional<List<String>> failResources)
      implements FakeConfig {

    @Override
    public Duration delay() {
      return Duration.ZERO;
    }
  }

  @Inject SimulatedResources books;

  @Override
  protected Engine engine() {
    return new FakeEngine(books, new Settings(true, Optional.of(List.of("set-to-fail"))));
  }

  @Override
  protected Engine unreachable() {
    return new FakeEngine(books, new Settings(false, Optional.empty()));
  }

  private static Blueprint blueprint(Resource... resources) {
    return new Blueprint(Blueprint.VERSION, "small", "For a test", List.of(resources), Map.of());
  }

  private static Resource resource(String name, Map<String, Object> specs, String... after) {
    return new Resource(ResourceType.SERVICE, name, Provider.FAKE, specs, List.of(after));
  }

  private static Blueprint small(Map<String, Object> specs) {
    return blueprint(resource("web", Map.of("image", "nginx:1.29"), "db"), resource("db", specs));
  }

  @Override
  protected Blueprint small() {
    return small(Map.of("image", "postgres:17", "memory", "1GB"));
  }

  @Override
  protected String changing() {
    return "db";
  }

  @Override
  protected Blueprint changedInPlace() {
    return small(Map.of("image", "postgres:17", "memory", "2GB"));
  }

  @Override
  protected Blueprint changedAnew() {
    return small(Map.of("image", "postgres:18", "memory", "1GB"));
  }

  @Override
  protected Blueprint withSecret(String secret) {
    return small(Map.of("image", "postgres:17", "env", Map.of("PG_PASS", secret)));
  }

  private static Blueprint behaving(Object fake) {
    return blueprint(resource("db", Map.of("fake", fake)));
  }

  @Override
  protected Blueprint refused() {
    return behaving(Map.of("missing", true));
  }

  @Override
  protected Blueprint failing() {
    return behaving(Map.of("fail", "health"));
  }

  @Override
  protected Blueprint slow() {
    return behaving(Map.of("delay", "2m"));
  }

  private static Target target(Blueprint blueprint) {
    return new Target(java.util.UUID.randomUUID().toString(), 1, blueprint);
  }

  @Test
  void behaviourThatThereIsNoneOfIsRefused() {
    for (Object wrong :
        List.of(
            "slow",
            Map.of("delay", "soon"),
            Map.of("delay", -1),
            Map.of("fail", "sometimes"),
            Map.of("fail", List.of("create", "often")))) {
      EngineException refusal =
          catchThrowableOfType(
              EngineException.class, () -> engine().wanted(target(behaving(wrong))));

      assertThat(refusal).as("%s", wrong).isNotNull();
      assertThat(refusal.errors().getFirst().pointer()).startsWith("/resources/0/specs/fake");
    }
  }

  @Test
  void resourceThatIsSetToFailByNameFails() {
    Target target = target(blueprint(resource("set-to-fail", Map.of())));

    EngineException failure =
        catchThrowableOfType(
            EngineException.class,
            () -> engine().create(target, engine().wanted(target).resources().getFirst(), _ -> {}));

    assertThat(failure).hasMessageContaining("set-to-fail").hasMessageContaining("simulated");
  }

  @Test
  void saysThatItSimulates() {
    assertThat(engine().isSimulated()).isTrue();
  }
}
