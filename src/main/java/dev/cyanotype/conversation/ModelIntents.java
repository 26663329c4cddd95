package dev.cyanotype.conversation;

import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;

/// Asks the configured OpenAI-compatible model what a message asks for, as structured output.
@ApplicationScoped
@RegisterAiService(
    chatMemoryProviderSupplier = RegisterAiService.NoChatMemoryProviderSupplier.class)
interface ModelIntents {

  /// @param intent null where the model gave none of the known ones
  /// @param template id of a template, or empty
  @RegisterForReflection
  record Classified(Intent intent, double confidence, String template) {}

  @SystemMessage(fromResource = "prompts/intent.md")
  @UserMessage("{message}")
  Classified classify(String message);
}
