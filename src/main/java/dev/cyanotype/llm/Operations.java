package dev.cyanotype.llm;

import dev.cyanotype.observability.ModelCalls;
import dev.cyanotype.observability.ModelOperation;
import jakarta.inject.Singleton;

/// Where each answer of a provider begins to be measured.
@Singleton
class Operations {

  private final ModelCalls calls;

  Operations(ModelCalls calls) {
    this.calls = calls;
  }

  Operation streamed(LlmProvider provider, LlmRequest request) {
    return begin(provider, request, true);
  }

  Operation inOnePiece(LlmProvider provider, LlmRequest request) {
    return begin(provider, request, false);
  }

  private Operation begin(LlmProvider provider, LlmRequest request, boolean streamed) {
    LlmOptions options = request.options();
    String model = options.model().orElse(provider.model());
    return new Operation(
        provider.id(),
        model,
        request,
        streamed,
        calls.begin(
            new ModelOperation(
                provider.id(),
                model,
                provider.server(),
                options.temperature(),
                options.maxTokens())));
  }
}
