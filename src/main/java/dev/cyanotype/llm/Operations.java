package dev.cyanotype.llm;

import jakarta.enterprise.context.ApplicationScoped;

/// Where each answer of a provider begins to be measured.
@ApplicationScoped
class Operations {

  Operation begin(LlmProvider provider, LlmRequest request) {
    return new Operation(provider, request);
  }
}
