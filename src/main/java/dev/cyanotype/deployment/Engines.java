package dev.cyanotype.deployment;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The engines that there are, by their ids.
@ApplicationScoped
public class Engines {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final Map<String, Engine> engines = new TreeMap<>();

  Engines(@All List<Engine> engines) {
    engines.forEach(engine -> this.engines.put(engine.id(), engine));
  }

  Optional<Engine> find(String id) {
    return Optional.ofNullable(engines.get(id));
  }

  /// @throws ProblemException 422 where there is none of this id
  Engine named(String id) {
    return find(id)
        .orElseThrow(
            () ->
                ProblemException.unprocessable(
                    List.of(new FieldError("engine", "must be one of " + listed()))));
  }

  Set<String> ids() {
    return Set.copyOf(engines.keySet());
  }

  private String listed() {
    return String.join(", ", engines.keySet());
  }

  /// The engine that the blueprint's resources name as their provider.
  ///
  /// @throws ProblemException 422 where they name more than one
  Engine of(Blueprint blueprint) {
    List<String> providers =
        blueprint.resources().stream()
            .map(resource -> resource.provider())
            .distinct()
            .map(Provider::id)
            .toList();
    if (providers.size() == 1) {
      return named(providers.getFirst());
    }
    throw ProblemException.unprocessable(
        List.of(
            new FieldError(
                "engine",
                "has to be named, since the resources name more than one provider (%s); one of %s"
                    .formatted(
                        providers.stream().sorted().collect(Collectors.joining(", ")), listed()))));
  }

  private void checkAvailable(Engine engine) {
    engine
        .unconfigured()
        .ifPresent(
            why -> {
              throw ProblemException.unavailable(why);
            });
    asked(engine::unavailable)
        .ifPresent(
            why -> {
              throw ProblemException.unavailable(why, RETRY_AFTER);
            });
  }

  /// What would make what is there of a blueprint the target.
  ///
  /// @throws ProblemException 422 where the engine refuses it, 502 where it fails, 503 where it is
  ///     out of reach or, with nothing to wait for, not configured
  DeploymentPlan plan(Engine engine, Target target) {
    checkAvailable(engine);
    return asked(() -> DeploymentPlan.of(engine, target));
  }

  /// What an engine answers, or its exception as a problem.
  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (EngineException e) {
      throw problem(e);
    }
  }

  private static ProblemException problem(EngineException e) {
    return switch (e.kind()) {
      case REFUSED -> ProblemException.unprocessable(e.errors());
      case UNREACHABLE -> ProblemException.unavailable(e.getMessage(), RETRY_AFTER);
      case FAILED -> ProblemException.badGateway(e.getMessage());
    };
  }
}
