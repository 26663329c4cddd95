package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.Offer;
import dev.cyanotype.llm.TokenUsage;
import dev.cyanotype.llm.http.AnswerDecoder;
import dev.cyanotype.llm.http.Secrets;
import dev.cyanotype.llm.http.WholeAnswer;
import dev.cyanotype.llm.http.WireFormat;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The chat completions of OpenAI, which most others speak too: Azure OpenAI, vLLM, Ollama,
/// llama.cpp's server, Cloud Temple's LLMaaS, OpenRouter.
@ApplicationScoped
public class ChatCompletions implements WireFormat {

  @Override
  public LlmConfig.Type type() {
    return LlmConfig.Type.OPENAI;
  }

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public String modelsPath() {
    return "/models";
  }

  @Override
  public Map<String, String> authorization(String key) {
    return Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public double maxTemperature() {
    return Offer.MAX_TEMPERATURE;
  }

  @Override
  public Object body(
      LlmRequest request,
      String model,
      Optional<Integer> maxTokens,
      boolean streamed,
      LlmConfig.Endpoint endpoint) {
    Integer most = maxTokens.orElse(null);
    boolean newer = endpoint.maxTokensField() == LlmConfig.MaxTokensField.MAX_COMPLETION_TOKENS;
    boolean usage = streamed && endpoint.includeUsage();
    return new ChatCompletionRequest(
        model,
        streamed,
        request.messages(),
        request.options().temperature().orElse(null),
        newer ? null : most,
        newer ? most : null,
        usage ? ChatCompletionRequest.StreamOptions.WITH_USAGE : null);
  }

  @Override
  public AnswerDecoder streamed(Consumer<LlmEvent> events, Secrets secrets) {
    return new CompletionDecoder(events, secrets);
  }

  @Override
  public AnswerDecoder whole(Consumer<LlmEvent> events) {
    return new WholeAnswer(events, ChatCompletions::content);
  }

  private static WholeAnswer.Content content(JsonNode completion) {
    JsonNode choice = completion.at("/choices/0");
    JsonNode text = choice.at("/message/content");
    if (!text.isTextual()) {
      throw new LlmException(Kind.BROKEN, "The model's answer is not a chat completion.");
    }
    return new WholeAnswer.Content(
        text.asText(),
        new LlmEvent.Finished(
            choice.path("finish_reason").asText("stop"),
            usage(completion.path("usage")),
            Optional.ofNullable(completion.path("model").textValue())));
  }

  private static Optional<TokenUsage> usage(JsonNode usage) {
    return usage.isObject()
        ? Optional.of(
            new TokenUsage(
                Math.max(0, usage.path("prompt_tokens").asInt()),
                Math.max(0, usage.path("completion_tokens").asInt()),
                false))
        : Optional.empty();
  }
}
