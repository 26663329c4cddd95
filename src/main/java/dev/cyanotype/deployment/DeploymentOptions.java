package dev.cyanotype.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.security.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How to deploy, as an optional body; parameters of the query with the same names come first.
///
/// @param engine the id of an engine
/// @param version of the blueprint, from 1
/// @param onFailure `rollback` or `keep`
/// @param dryRun to have the plan only
@RegisterForReflection
@Schema(name = "DeploymentOptions")
public record DeploymentOptions(
    String engine,
    Integer version,
    @JsonProperty("on_failure") String onFailure,
    @JsonProperty("dry_run") Boolean dryRun) {

  private static final Set<String> NAMES =
      new TreeSet<>(Set.of("engine", "version", "on_failure", "dry_run"));

  private static final DeploymentOptions NONE = new DeploymentOptions(null, null, null, null);

  /// Refuses names that there are none of: of a misspelt `dry_run` there would be a deployment.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DeploymentOptions read(Map<String, Object> fields) {
    List<FieldError> errors = new ArrayList<>();
    fields.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .map(
            name ->
                new FieldError(
                    "/" + JsonPointers.escape(name),
                    "is no option; there are " + String.join(", ", NAMES)))
        .forEach(errors::add);
    DeploymentOptions options =
        new DeploymentOptions(
            value(fields, "engine", String.class, "must be a text", errors),
            value(fields, "version", Integer.class, "must be a whole number", errors),
            value(fields, "on_failure", String.class, "must be a text", errors),
            value(fields, "dry_run", Boolean.class, "must be true or false", errors));
    if (!errors.isEmpty()) {
      throw ProblemException.unprocessable(errors);
    }
    return options;
  }

  private static <T> T value(
      Map<String, Object> fields,
      String name,
      Class<T> type,
      String otherwise,
      List<FieldError> errors) {
    Object value = fields.get(name);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    errors.add(new FieldError("/" + name, otherwise));
    return null;
  }

  /// @param body null for none
  static DeploymentOptions of(
      DeploymentOptions body, String engine, String version, String onFailure, String dryRun) {
    DeploymentOptions given = body == null ? NONE : body;
    return new DeploymentOptions(
        engine == null ? given.engine : engine,
        version == null ? given.version : number("version", version),
        onFailure == null ? given.onFailure : onFailure,
        dryRun == null ? given.dryRun : flag(dryRun));
  }

  private static Integer number(String name, String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(name, "must be a whole number");
    }
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw wrong("dry_run", "must be true or false");
    };
  }

  private static ProblemException wrong(String name, String message) {
    return ProblemException.unprocessable(List.of(new FieldError(name, message)));
  }

  boolean isDryRun() {
    return Boolean.TRUE.equals(dryRun);
  }

  Optional<OnFailure> failurePolicy() {
    return Optional.ofNullable(onFailure).map(DeploymentOptions::policy);
  }

  private static OnFailure policy(String id) {
    return OnFailure.of(id)
        .orElseThrow(
            () ->
                wrong(
                    "on_failure",
                    "must be one of "
                        + Arrays.stream(OnFailure.values())
                            .map(OnFailure::id)
                            .collect(Collectors.joining(", "))));
  }

  Order order(String blueprintId, Caller caller) {
    return new Order(
        blueprintId,
        Optional.ofNullable(version),
        Optional.ofNullable(engine),
        failurePolicy(),
        caller);
  }
}
