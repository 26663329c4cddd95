package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What differs between the protocols of models.
public interface WireFormat {

  LlmConfig.Type type();

  /// Behind the path of an endpoint's base URL.
  String path();

  /// Where the endpoint lists its models, behind the same.
  String modelsPath();

  /// @param key the endpoint's API key
  Map<String, String> authorization(String key);

  /// Sent with each request.
  default Map<String, String> headers() {
    return Map.of();
  }

  /// The highest temperature that it knows.
  double maxTemperature();

  /// The body of a request, for Jackson to write.
  ///
  /// @param maxTokens the most that the answer may have
  Object body(
      LlmRequest request,
      String model,
      Optional<Integer> maxTokens,
      boolean streamed,
      LlmConfig.Endpoint endpoint);

  /// Reads a streamed answer.
  AnswerDecoder streamed(Consumer<LlmEvent> events, Secrets secrets);

  /// Reads an answer in one piece.
  AnswerDecoder whole(Consumer<LlmEvent> events);
}
