package dev.cyanotype.llm;

import dev.cyanotype.problem.FieldError;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Who answers which request, by the configuration.
@Singleton
class ProviderChoice {

  private static final String ALL = "*";

  private final SequencedMap<String, LlmProvider> known = new LinkedHashMap<>();
  private final List<LlmProvider> configured;
  private final List<LlmProvider> allowed;

  ProviderChoice(
      @All List<LlmProvider> providers, @All List<LlmProviderFamily> families, LlmConfig config) {
    Stream.concat(
            providers.stream(), families.stream().flatMap(family -> family.providers().stream()))
        .forEach(this::add);
    List<LlmProvider> chain = new ArrayList<>();
    chain.add(find(config.provider(), "cyanotype.llm.provider"));
    config
        .fallback()
        .ifPresent(ids -> ids.forEach(id -> chain.add(find(id, "cyanotype.llm.fallback"))));
    this.configured = List.copyOf(chain);
    this.allowed = config.allowedProviders().map(this::allowed).orElse(configured);
  }

  private void add(LlmProvider provider) {
    if (known.putIfAbsent(provider.id(), provider) != null) {
      throw new IllegalArgumentException(
          "cyanotype.llm.endpoints.%s has the name of another provider".formatted(provider.id()));
    }
  }

  private LlmProvider find(String id, String key) {
    LlmProvider provider = known.get(id.strip());
    if (provider == null) {
      throw new IllegalArgumentException(
          "%s is '%s', which is none of: %s"
              .formatted(key, id, String.join(", ", known.keySet().stream().sorted().toList())));
    }
    return provider;
  }

  private List<LlmProvider> allowed(List<String> ids) {
    return ids.contains(ALL)
        ? List.copyOf(known.values())
        : ids.stream().map(id -> find(id, "cyanotype.llm.allowed-providers")).toList();
  }

  /// The first one, and its fallbacks.
  List<LlmProvider> configured() {
    return configured;
  }

  List<LlmProvider> allowed() {
    return allowed;
  }

  /// Those that may answer, one after the other.
  List<LlmProvider> answering(LlmOptions options) {
    if (!options.namesOne()) {
      return configured;
    }
    return List.of(
        options.provider().map(id -> known.get(id)).orElseGet(() -> configured.getFirst()));
  }

  /// What the configuration does not allow.
  List<FieldError> errors(LlmOptions options) {
    Optional<LlmProvider> named = options.provider().flatMap(this::findAllowed);
    if (options.provider().isPresent() && named.isEmpty()) {
      return List.of(new FieldError("/provider", "must be one of " + ids()));
    }
    return errors(options, named.orElseGet(() -> configured.getFirst()));
  }

  private Optional<LlmProvider> findAllowed(String id) {
    return allowed.stream().filter(provider -> provider.id().equals(id)).findFirst();
  }

  private String ids() {
    return String.join(", ", allowed.stream().map(LlmProvider::id).distinct().toList());
  }

  private static List<FieldError> errors(LlmOptions options, LlmProvider provider) {
    Offer offer = provider.offer();
    List<FieldError> errors = new ArrayList<>();
    options
        .model()
        .filter(model -> !offer.hasModel(model))
        .ifPresent(
            _ ->
                errors.add(
                    new FieldError(
                        "/model",
                        "must be one of %s with the provider %s"
                            .formatted(String.join(", ", offer.models()), provider.id()))));
    options
        .temperature()
        .filter(temperature -> temperature > offer.maxTemperature())
        .ifPresent(
            _ ->
                errors.add(
                    new FieldError(
                        "/temperature",
                        "must be at most %s with the provider %s"
                            .formatted(offer.maxTemperature(), provider.id()))));
    offer
        .maxTokens()
        .filter(most -> options.maxTokens().orElse(0) > most)
        .ifPresent(
            most ->
                errors.add(
                    new FieldError(
                        "/max_tokens",
                        "must be at most %d with the provider %s".formatted(most, provider.id()))));
    return errors;
  }
}
