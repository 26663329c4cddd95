package dev.cyanotype.deployment.fake;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.problem.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a resource's specs ask of the simulation, under `fake`.
///
/// @param delayMillis that each of its steps takes; null for the configured one
/// @param fail steps that fail: `create`, `update`, `delete`, or `health` for one that is made
///     and does not become healthy
@RegisterForReflection
record Behaviour(Long delayMillis, Set<String> fail) {

  static final String CREATE = "create";
  static final String UPDATE = "update";
  static final String DELETE = "delete";
  static final String HEALTH = "health";

  private static final Set<String> STEPS = new TreeSet<>(Set.of(CREATE, UPDATE, DELETE, HEALTH));
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final String KEY = "fake";

  static final Behaviour USUAL = new Behaviour(null, Set.of());

  Behaviour {
    fail = Set.copyOf(fail);
  }

  /// @param refuse told what is wrong
  static Behaviour of(Resource resource, String pointer, Consumer<FieldError> refuse) {
    Object asked = resource.specs().get(KEY);
    if (asked == null) {
      return USUAL;
    }
    String at = pointer + "/specs/" + KEY;
    if (!(asked instanceof Map<?, ?> map)) {
      refuse.accept(new FieldError(at, "must be an object with delay, fail or missing"));
      return USUAL;
    }
    if (Boolean.TRUE.equals(map.get("missing"))) {
      refuse.accept(
          new FieldError(at + "/missing", "says that something it needs is not to be had"));
    }
    return new Behaviour(delay(map.get("delay"), at, refuse), steps(map.get("fail"), at, refuse));
  }

  private static Long delay(Object text, String at, Consumer<FieldError> refuse) {
    return switch (text) {
      case null -> null;
      case Integer millis when millis >= 0 -> millis.longValue();
      case BigDecimal seconds when seconds.signum() >= 0 -> seconds.longValue();
      default ->
          millis(text.toString())
              .orElseGet(
                  () -> {
                    refuse.accept(
                        new FieldError(at + "/delay", "must be a time such as 200ms, 2s or 1m"));
                    return null;
                  });
    };
  }

  private static Optional<Long> millis(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "ms" -> number;
          case "s" -> Duration.ofSeconds(number).toMillis();
          default -> Duration.ofMinutes(number).toMillis();
        });
  }

  private static Set<String> steps(Object asked, String at, Consumer<FieldError> refuse) {
    Set<String> steps = new TreeSet<>();
    List<?> named =
        switch (asked) {
          case null -> List.of();
          case List<?> list -> list;
          default -> List.of(asked);
        };
    named.forEach(one -> steps.add(String.valueOf(one)));
    if (!STEPS.containsAll(steps)) {
      refuse.accept(
          new FieldError(at + "/fail", "must be one or more of " + String.join(", ", STEPS)));
      return Set.of();
    }
    return steps;
  }
}
