package dev.cyanotype.llm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What a request may name as `provider` and `model`.
@Path("/api/v1/models")
@Tag(name = "Models", description = "Who answers")
public class ModelsResource {

  /// @param defaultModel answers where a request names none
  /// @param anyModel true where a request may also name models that are not listed
  /// @param maxTokens the most that a request may ask for; null where nothing bounds it
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Models(
      String provider,
      @JsonProperty("default_model") String defaultModel,
      List<String> models,
      @JsonProperty("any_model") boolean anyModel,
      @JsonProperty("max_tokens") Integer maxTokens) {

    private static Uni<Models> of(LlmProvider provider) {
      Offer offer = provider.offer();
      return provider
          .models()
          .map(
              models ->
                  new Models(
                      provider.id(),
                      provider.model(),
                      models,
                      offer.anyModel(),
                      offer.maxTokens().orElse(null)));
    }
  }

  /// @param defaultProvider answers where a request names none
  /// @param fallbacks answer then, one after the other, where it fails before its first token
  public record Choice(
      @JsonProperty("default_provider") String defaultProvider,
      List<String> fallbacks,
      List<Models> providers) {}

  private final LlmProviders providers;

  ModelsResource(LlmProviders providers) {
    this.providers = providers;
  }

  @GET
  @Operation(operationId = "listModels", summary = "List the providers and models")
  public Uni<Choice> list() {
    List<String> chain = providers.configured().stream().map(LlmProvider::id).toList();
    return Uni.join()
        .all(providers.allowed().stream().map(Models::of).toList())
        .andCollectFailures()
        .map(models -> new Choice(chain.getFirst(), chain.subList(1, chain.size()), models));
  }
}
