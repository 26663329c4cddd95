package dev.cyanotype.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.llm.LlmConfig;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The models that an endpoint says it has, asked at most once a minute.
final class ModelList {

  private static final Logger LOG = Logger.getLogger(ModelList.class);
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final long TIMEOUT_MILLIS = 5000;
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private final String endpoint;
  private final LlmConfig.Endpoint config;
  private final WireFormat format;
  private final SequencedSet<String> configured;
  private final Uni<List<String>> models;

  /// @param configured what is told in any case, first
  ModelList(
      String endpoint,
      LlmConfig.Endpoint config,
      WireFormat format,
      SequencedSet<String> configured) {
    this.endpoint = endpoint;
    this.configured = configured;
    this.config = config;
    this.format = format;
    this.models =
        Uni.createFrom()
            .item(this::list)
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
            .memoize()
            .atLeast(FRESH);
  }

  private ModelsApi client() {
    Map<String, String> headers = Connection.headers(config, format);
    ClientRequestFilter authorized =
        request -> headers.forEach((name, value) -> request.getHeaders().putSingle(name, value));
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(URI.create(Connection.below(config.baseUrl(), format.modelsPath())))
        .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .followRedirects(false)
        .register(authorized)
        .build(ModelsApi.class);
  }

  Uni<List<String>> models() {
    return models;
  }

  private List<String> list() {
    try (ModelsApi api = client();
        InputStream body = api.list()) {
      JsonNode answer = Json.MAPPER.readTree(body.readNBytes(MAX_BYTES));
      TreeSet<String> told = new TreeSet<>();
      answer.path("data").forEach(model -> told.add(model.path("id").asText()));
      told.remove("");
      return Stream.concat(configured.stream(), told.stream()).distinct().toList();
    } catch (IOException | RuntimeException e) {
      LOG.warnf("The endpoint %s does not list its models: %s", endpoint, e.getClass().getName());
      return List.copyOf(configured);
    }
  }
}
