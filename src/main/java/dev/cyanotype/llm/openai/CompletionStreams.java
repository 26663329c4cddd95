package dev.cyanotype.llm.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/// Streamed chat completions over the HTTP client that the REST client is built on.
///
/// The REST client's own `Multi` serves poorly here: it closes each connection behind its answer
/// while the pool has given it to the next request already, which loses that one's stream; it
/// reads on however slowly its consumer takes; and it cannot be cancelled before the response has
/// begun. Here connections are kept, reading follows demand, and cancelling closes at once.
@ApplicationScoped
public class CompletionStreams {

  private static final int WAITING_FOR_CONNECTION = 2000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Vertx vertx;
  private final CompletionExchange.Clients clients;
  private final ObjectMapper mapper;
  private final LlmConfig.OpenAi config;
  private final Secrets secrets;

  CompletionStreams(Vertx vertx, ObjectMapper mapper, LlmConfig config) {
    this.vertx = vertx;
    this.mapper = mapper;
    this.config = config.openai();
    this.secrets = new Secrets(this.config.apiKey());
    this.clients =
        new CompletionExchange.Clients(
            vertx.createHttpClient(options(this.config), pool(this.config)),
            vertx.createHttpClient(options(this.config).setKeepAlive(false), pool(this.config)));
  }

  private static HttpClientOptions options(LlmConfig.OpenAi config) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setMaxWaitQueueSize(WAITING_FOR_CONNECTION);
  }

  private static PoolOptions pool(LlmConfig.OpenAi config) {
    return new PoolOptions().setHttp1MaxSize(config.maxConnections());
  }

  /// Nothing is sent before the subscription; each subscription is a call of its own.
  Multi<LlmEvent> stream(ChatCompletionRequest request) {
    return Multi.createFrom()
        .publisher(
            subscriber -> {
              var exchange =
                  new CompletionExchange(
                      vertx, clients, options(), body(request), subscriber, limits());
              exchange.start();
            });
  }

  private CompletionExchange.Limits limits() {
    return new CompletionExchange.Limits(config.firstTokenTimeout(), config.idleTimeout(), secrets);
  }

  private RequestOptions options() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(config.baseUrl() + "/chat/completions")
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.ACCEPT, "text/event-stream");
    config.apiKey().ifPresent(key -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key));
    return options;
  }

  private Buffer body(ChatCompletionRequest request) {
    try {
      return Buffer.buffer(mapper.writeValueAsBytes(request));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A chat completion request is not JSON", e);
    }
  }

  @PreDestroy
  void close() throws Exception {
    clients.keeping().close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    clients.fresh().close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }
}
