package dev.cyanotype.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which model answers, and how.
public class ModelOptions {

  private static final String PROVIDER = "cyanotype.llm.provider";
  private static final String BUILTIN = "builtin";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "The model that answers.")
  String model;

  @Option(
      names = {"-p", "--provider"},
      paramLabel = "PROVIDER",
      description = "The provider of the service, or of this process without --url.")
  String provider;

  @Option(
      names = {"-t", "--temperature"},
      paramLabel = "T",
      description = "From 0 to 2.")
  Double temperature;

  @Option(
      names = {"-n", "--max-tokens"},
      paramLabel = "N",
      description = "At least 1.")
  Integer maxTokens;

  Question.Options with(ClientConfig defaults) {
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      throw ClientException.misused("--temperature must be from 0 to 2");
    }
    if (maxTokens != null && maxTokens < 1) {
      throw ClientException.misused("--max-tokens must be at least 1");
    }
    return new Question.Options(
        Optional.ofNullable(provider),
        Optional.ofNullable(model).or(defaults::model),
        Optional.ofNullable(temperature).or(defaults::temperature),
        Optional.ofNullable(maxTokens).or(defaults::maxTokens));
  }

  /// For a provider in this process, where the user is the one who configures it: what is named
  /// becomes the configured provider and model.
  Map<String, String> settings(Question.Options options) {
    Map<String, String> settings = new HashMap<>();
    options.provider().ifPresent(id -> settings.put(PROVIDER, id));
    options
        .model()
        .ifPresent(
            name ->
                modelSetting(options.provider().orElseGet(ModelOptions::configured))
                    .ifPresent(setting -> settings.put(setting, name)));
    return settings;
  }

  private static String configured() {
    String environment = System.getenv().getOrDefault("CYANOTYPE_LLM_PROVIDER", BUILTIN);
    return System.getProperty(PROVIDER, environment);
  }

  private static Optional<String> modelSetting(String provider) {
    return switch (provider) {
      case BUILTIN -> Optional.empty();
      case "openai", "anthropic" -> Optional.of("cyanotype.llm." + provider + ".model");
      default -> Optional.of("cyanotype.llm.endpoints." + provider + ".model");
    };
  }
}
