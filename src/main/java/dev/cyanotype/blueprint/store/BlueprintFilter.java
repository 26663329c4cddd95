package dev.cyanotype.blueprint.store;

import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which stored blueprints are asked for; what is empty does not matter.
///
/// @param name a part of it, in lower case
/// @param provider of at least one resource
/// @param category exactly
record BlueprintFilter(
    Optional<String> name, Optional<Provider> provider, Optional<String> category) {

  /// @throws ProblemException 422 for a provider that there is not
  static BlueprintFilter of(String name, String provider, String category) {
    return new BlueprintFilter(
        given(name).map(text -> text.toLowerCase(Locale.ROOT)),
        given(provider).map(BlueprintFilter::known),
        given(category));
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Provider known(String id) {
    return Provider.of(id).orElseThrow(BlueprintFilter::unknown);
  }

  private static ProblemException unknown() {
    String known =
        Arrays.stream(Provider.values()).map(Provider::id).collect(Collectors.joining(", "));
    return ProblemException.unprocessable(
        List.of(new FieldError("provider", "must be one of " + known)));
  }
}
