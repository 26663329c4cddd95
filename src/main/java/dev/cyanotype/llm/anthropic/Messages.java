package dev.cyanotype.llm.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.Message;
import dev.cyanotype.llm.TokenUsage;
import dev.cyanotype.llm.http.AnswerDecoder;
import dev.cyanotype.llm.http.Secrets;
import dev.cyanotype.llm.http.WholeAnswer;
import dev.cyanotype.llm.http.WireFormat;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The Messages API of Anthropic, version 2023-06-01.
@ApplicationScoped
public class Messages implements WireFormat {

  private static final int DEFAULT_MAX_TOKENS = 4096;

  @Override
  public LlmConfig.Type type() {
    return LlmConfig.Type.ANTHROPIC;
  }

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public String modelsPath() {
    return "/v1/models";
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("anthropic-version", "2023-06-01");
  }

  @Override
  public Map<String, String> authorization(String key) {
    return Map.of("x-api-key", key);
  }

  @Override
  public double maxTemperature() {
    return 1;
  }

  @Override
  public Object body(
      LlmRequest request,
      String model,
      Optional<Integer> maxTokens,
      boolean streamed,
      LlmConfig.Endpoint endpoint) {
    String system = system(request.messages());
    return new MessagesRequest(
        model,
        streamed,
        maxTokens.orElse(DEFAULT_MAX_TOKENS),
        system.isEmpty() ? null : system,
        request.messages().stream().filter(message -> !isSystem(message)).toList(),
        request.options().temperature().map(given -> Math.min(given, 1.0)).orElse(null));
  }

  private static String system(List<Message> messages) {
    return messages.stream()
        .filter(Messages::isSystem)
        .map(Message::content)
        .collect(Collectors.joining("\n\n"));
  }

  private static boolean isSystem(Message message) {
    return message.role() == Message.Role.SYSTEM;
  }

  @Override
  public AnswerDecoder streamed(Consumer<LlmEvent> events, Secrets secrets) {
    return new MessagesDecoder(events, secrets);
  }

  @Override
  public AnswerDecoder whole(Consumer<LlmEvent> events) {
    return new WholeAnswer(events, Messages::content);
  }

  private static WholeAnswer.Content content(JsonNode message) {
    if (!message.path("content").isArray()) {
      throw new LlmException(Kind.BROKEN, "The model's answer is not a message.");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : message.path("content")) {
      if (block.path("type").asText().equals("text")) {
        text.append(block.path("text").asText());
      }
    }
    return new WholeAnswer.Content(
        text.toString(),
        new LlmEvent.Finished(
            StopReasons.inOpenAiWords(message.path("stop_reason").asText("end_turn")),
            usage(message.path("usage")),
            Optional.ofNullable(message.path("model").textValue())));
  }

  private static Optional<TokenUsage> usage(JsonNode usage) {
    if (!usage.isObject()) {
      return Optional.empty();
    }
    int prompt =
        usage.path("input_tokens").asInt()
            + usage.path("cache_creation_input_tokens").asInt()
            + usage.path("cache_read_input_tokens").asInt();
    return Optional.of(
        new TokenUsage(
            Math.max(0, prompt), Math.max(0, usage.path("output_tokens").asInt()), false));
  }
}
