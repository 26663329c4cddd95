package dev.cyanotype.llm.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.llm.LlmConfig;
import dev.cyanotype.llm.LlmProvider;
import dev.cyanotype.llm.LlmProviderFamily;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// The endpoints of the configuration, each of them a provider.
@ApplicationScoped
public class Endpoints implements LlmProviderFamily {

  private final Vertx vertx;
  private final ObjectMapper mapper;
  private final List<WireFormat> formats;
  private final List<HttpProvider> providers = new ArrayList<>();

  Endpoints(Vertx vertx, ObjectMapper mapper, @All List<WireFormat> formats, LlmConfig config) {
    this.vertx = vertx;
    this.mapper = mapper;
    this.formats = formats;
    add("openai", "cyanotype.llm.openai", LlmConfig.Type.OPENAI, config.openai());
    add("anthropic", "cyanotype.llm.anthropic", LlmConfig.Type.ANTHROPIC, config.anthropic());
    config
        .endpoints()
        .forEach(
            (name, endpoint) ->
                add(name, "cyanotype.llm.endpoints." + name, endpoint.type(), endpoint));
  }

  private void add(String id, String key, LlmConfig.Type type, LlmConfig.Endpoint endpoint) {
    WireFormat format =
        formats.stream().filter(known -> known.type() == type).findFirst().orElseThrow();
    providers.add(new HttpProvider(vertx, mapper, id, endpoint, format, key));
  }

  @Override
  public List<LlmProvider> providers() {
    return List.copyOf(providers);
  }

  @PreDestroy
  void close() {
    providers.forEach(HttpProvider::close);
  }
}
