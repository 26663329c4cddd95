package dev.cyanotype.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cyanotype.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class EnginesTest {

  /// One that nothing can be asked of.
  private record SilentEngine(Optional<String> unconfigured, Optional<String> unavailable)
      implements Engine {

    @Override
    public String id() {
      return "silent";
    }

    @Override
    public Wanted wanted(Target target) {
      throw EngineException.unreachable("It does not answer");
    }

    @Override
    public List<ActualResource> actual(String blueprintId) {
      throw EngineException.unreachable("It does not answer");
    }

    @Override
    public boolean canChangeInPlace(WantedResource wanted, ActualResource actual) {
      throw EngineException.unreachable("It does not answer");
    }

    @Override
    public void create(Target target, WantedResource wanted, Progress progress) {
      throw EngineException.unreachable("It does not answer");
    }

    @Override
    public void update(
        Target target, WantedResource wanted, ActualResource actual, Progress progress) {
      throw EngineException.unreachable("It does not answer");
    }

    @Override
    public void delete(ActualResource actual, Progress progress) {
      throw EngineException.unreachable("It does not answer");
    }
  }

  private static ProblemException problem(Engine engine) {
    Target target = Target.nothing("0f8fad5b-d9cb-469f-a165-70867728950e");
    return catchThrowableOfType(
        ProblemException.class, () -> new Engines(List.of(engine)).plan(engine, target));
  }

  @Test
  void waitingDoesNotConfigureAnEngine() {
    ProblemException problem =
        problem(new SilentEngine(Optional.of("Set the URL"), Optional.of("Set the URL")));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem).hasMessage("Set the URL");
    assertThat(problem.retryAfter()).isEmpty();
  }

  @Test
  void anEngineOutOfReachMayComeBack() {
    ProblemException known =
        problem(new SilentEngine(Optional.empty(), Optional.of("It is being restarted")));
    ProblemException atOnce = problem(new SilentEngine(Optional.empty(), Optional.empty()));

    assertThat(known).hasMessage("It is being restarted");
    assertThat(atOnce).hasMessage("It does not answer");
    assertThat(List.of(known, atOnce))
        .allSatisfy(
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.retryAfter()).contains(Duration.ofSeconds(30));
            });
  }
}
