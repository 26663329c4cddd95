package dev.cyanotype.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmEvent;
import dev.cyanotype.llm.LlmProvider;
import dev.cyanotype.llm.LlmRequest;
import dev.cyanotype.llm.Offer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Supplier;

/// An endpoint of the configuration, in whichever protocol it speaks.
///
/// The REST client serves poorly for answers: its `Multi` closes each connection behind its answer
/// while the pool has given it to the next request already, which loses that one's stream; it reads
/// on however slowly its consumer takes; it cannot be cancelled before the response has begun; and
/// an answer in one piece it keeps in memory however long it is. So both take the HTTP client that
/// it is built on. [ModelList] takes the REST client.
final class HttpProvider implements LlmProvider, AutoCloseable {

  private static final String ANY = "*";

  private final Vertx vertx;
  private final ObjectMapper mapper;
  private final String id;
  private final LlmConfig.Endpoint config;
  private final WireFormat format;
  private final Connection connection;
  private final Breaker breaker;
  private final Secrets secrets;
  private final Offer offer;
  private final ModelList models;

  /// @param key of the endpoint's settings, for errors
  /// @throws IllegalArgumentException where the settings are of no use
  HttpProvider(
      Vertx vertx,
      ObjectMapper mapper,
      String id,
      LlmConfig.Endpoint config,
      WireFormat format,
      String key) {
    EndpointSettings.check(config, key);
    this.vertx = vertx;
    this.mapper = mapper;
    this.id = id;
    this.config = config;
    this.format = format;
    this.connection = new Connection(vertx, config, format);
    this.breaker = new Breaker(id, config.circuitBreaker());
    this.secrets = new Secrets(config.apiKey());
    this.offer = offer(config, format);
    this.models = new ModelList(id, config, format, offer.models());
  }

  private static Offer offer(LlmConfig.Endpoint config, WireFormat format) {
    List<String> further = config.models().orElse(List.of(ANY));
    SequencedSet<String> models = new LinkedHashSet<>();
    models.add(config.model());
    further.stream().filter(model -> !model.equals(ANY)).forEach(models::add);
    return new Offer(models, further.contains(ANY), config.maxTokens(), format.maxTemperature());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String model() {
    return config.model();
  }

  @Override
  public Optional<URI> server() {
    return Optional.of(config.baseUrl());
  }

  @Override
  public Offer offer() {
    return offer;
  }

  /// Asks the endpoint only where any of its models may be named.
  @Override
  public Uni<List<String>> models() {
    return offer.anyModel() ? models.models() : LlmProvider.super.models();
  }

  @Override
  public Multi<LlmEvent> stream(LlmRequest request) {
    return answered(() -> streamed(request));
  }

  @Override
  public Multi<LlmEvent> whole(LlmRequest request) {
    return answered(() -> inOnePiece(request));
  }

  private Multi<LlmEvent> answered(Supplier<Call> call) {
    return Multi.createFrom()
        .publisher(subscriber -> new Exchange(vertx, call.get(), breaker, subscriber).start());
  }

  private Call streamed(LlmRequest request) {
    return new Call(
        connection.clients(),
        connection.streamed(),
        body(request, true),
        true,
        events -> format.streamed(events, secrets),
        new Call.Limits(
            config.connectTimeout(),
            config.firstTokenTimeout(),
            config.idleTimeout(),
            config.streamTimeout()),
        retries(),
        secrets);
  }

  private Call inOnePiece(LlmRequest request) {
    return new Call(
        connection.clients(),
        connection.inOnePiece(),
        body(request, false),
        false,
        format::whole,
        new Call.Limits(
            config.connectTimeout(),
            config.answerTimeout(),
            config.answerTimeout(),
            config.answerTimeout()),
        retries(),
        secrets);
  }

  private Call.Retries retries() {
    return new Call.Retries(config.retries(), config.retryDelay(), config.retryMaxWait());
  }

  private Buffer body(LlmRequest request, boolean streamed) {
    String model = request.options().model().orElse(config.model());
    try {
      return Buffer.buffer(
          mapper.writeValueAsBytes(
              format.body(request, model, maxTokens(request), streamed, config)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A request to a model is not JSON", e);
    }
  }

  /// Within the endpoint's bound also where the request was meant for another one.
  private Optional<Integer> maxTokens(LlmRequest request) {
    int bound = config.maxTokens().orElse(Integer.MAX_VALUE);
    return request
        .options()
        .maxTokens()
        .or(config::defaultMaxTokens)
        .or(config::maxTokens)
        .map(tokens -> Math.min(tokens, bound));
  }

  @Override
  public void close() {
    connection.close();
  }
}
