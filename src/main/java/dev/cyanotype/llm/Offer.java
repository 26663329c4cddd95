package dev.cyanotype.llm;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// What a request may ask of a provider.
///
/// @param models that may be named, the configured one first
/// @param anyModel true where any other may be named too
/// @param maxTokens the most that `max_tokens` may be; empty where nothing bounds it
/// @param maxTemperature of the provider's protocol
public record Offer(
    SequencedSet<String> models,
    boolean anyModel,
    Optional<Integer> maxTokens,
    double maxTemperature) {

  public static final double MAX_TEMPERATURE = 2;

  public Offer {
    models = new LinkedHashSet<>(models);
  }

  static Offer only(String model) {
    SequencedSet<String> models = new LinkedHashSet<>();
    models.add(model);
    return new Offer(models, false, Optional.empty(), MAX_TEMPERATURE);
  }

  boolean hasModel(String model) {
    return anyModel || models.contains(model);
  }
}
