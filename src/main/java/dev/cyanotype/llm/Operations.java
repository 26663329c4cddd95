package dev.cyanotype.llm;

import jakarta.inject.Singleton;

/// Where each answer of a provider begins to be measured.
@Singleton
class Operations {

  Operation begin(LlmProvider provider, LlmRequest request) {
    return new Operation(provider, request);
  }
}
