package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmException;
import dev.cyanotype.llm.LlmException.Kind;
import dev.cyanotype.llm.LlmProvider;
import dev.cyanotype.llm.LlmRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/// Any endpoint that speaks the OpenAI chat completions format: OpenAI, vLLM, Ollama, llama.cpp's
/// server, Cloud Temple's LLMaaS.
@ApplicationScoped
public class OpenAiProvider implements LlmProvider {

  private static final String NOT_A_COMPLETION = "The model's answer is not a chat completion.";

  private final LlmConfig.OpenAi config;
  private final CompletionStreams streams;
  private final ChatCompletionsApi api;
  private final Secrets secrets;

  OpenAiProvider(LlmConfig config, CompletionStreams streams, @RestClient ChatCompletionsApi api) {
    this.config = checked(config.openai());
    this.streams = streams;
    this.api = api;
    this.secrets = new Secrets(this.config.apiKey());
  }

  /// Fails at start rather than at the first question.
  private static LlmConfig.OpenAi checked(LlmConfig.OpenAi config) {
    URI url = config.baseUrl();
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException(
          "cyanotype.llm.openai.base-url is '%s', which is no http or https address"
              .formatted(url));
    }
    return config;
  }

  @Override
  public String id() {
    return "openai";
  }

  @Override
  public String model() {
    return config.model();
  }

  @Override
  public Multi<LlmEvent> stream(LlmRequest request) {
    return streams.stream(new ChatCompletionRequest(model(), true, request.messages()));
  }

  @Override
  public Uni<String> complete(LlmRequest request) {
    return api.complete(
            authorization(), new ChatCompletionRequest(model(), false, request.messages()))
        .onFailure(OpenAiProvider::closedBeforeAnswer)
        .retry()
        .atMost(6)
        .ifNoItem()
        .after(config.firstTokenTimeout().plus(config.idleTimeout()))
        .fail()
        .onItem()
        .transform(OpenAiProvider::content)
        .onFailure(failure -> !(failure instanceof LlmException))
        .transform(this::explained);
  }

  private String authorization() {
    return config.apiKey().map(key -> "Bearer " + key).orElse(null);
  }

  /// A kept connection that its server closed as the request left; see [CompletionExchange].
  private static boolean closedBeforeAnswer(Throwable failure) {
    Throwable cause = failure instanceof ProcessingException ? failure.getCause() : failure;
    return isConnectionFailure(cause) && !(cause instanceof ConnectException);
  }

  private static String content(RestResponse<JsonNode> response) {
    JsonNode choice = response.getEntity() == null ? null : response.getEntity().at("/choices/0");
    if (choice == null || !choice.at("/message/content").isTextual()) {
      throw new LlmException(Kind.BROKEN, NOT_A_COMPLETION);
    }
    if (!new LlmEvent.Finished(choice.path("finish_reason").asText("stop")).isWhole()) {
      throw new LlmException(
          Kind.BROKEN,
          "The model was cut off: finish_reason is " + choice.path("finish_reason").asText() + ".");
    }
    return choice.at("/message/content").asText();
  }

  private LlmException explained(Throwable failure) {
    return switch (failure) {
      case WebApplicationException refused ->
          Refusals.of(refused.getResponse().getStatus(), body(refused.getResponse()), secrets);
      case TimeoutException _ ->
          new LlmException(Kind.TIMEOUT, "The model took too long.", failure);
      case io.smallrye.mutiny.TimeoutException _ ->
          new LlmException(Kind.TIMEOUT, "The model took too long.", failure);
      case ProcessingException e when isConnectionFailure(e.getCause()) -> unreachable(e);
      default -> isConnectionFailure(failure) ? unreachable(failure) : notACompletion(failure);
    };
  }

  private static boolean isConnectionFailure(Throwable failure) {
    return failure instanceof HttpClosedException
        || (failure instanceof IOException && !(failure instanceof JacksonException));
  }

  private static LlmException unreachable(Throwable failure) {
    return new LlmException(Kind.UNREACHABLE, "The model cannot be reached.", failure);
  }

  private static LlmException notACompletion(Throwable failure) {
    return new LlmException(Kind.BROKEN, NOT_A_COMPLETION, failure);
  }

  private static byte[] body(Response response) {
    try {
      String text = response.hasEntity() ? response.readEntity(String.class) : "";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      return new byte[0];
    }
  }
}
