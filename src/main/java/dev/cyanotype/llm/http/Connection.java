package dev.cyanotype.llm.http;

import dev.cyanotype.llm.LlmConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How an endpoint is reached: its clients, and what each request to it has in common.
final class Connection implements AutoCloseable {

  private static final int WAITING_FOR_CONNECTION = 2000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Call.Clients clients;
  private final RequestOptions streamed;
  private final RequestOptions inOnePiece;

  Connection(Vertx vertx, LlmConfig.Endpoint config, WireFormat format) {
    this.clients =
        new Call.Clients(
            vertx.createHttpClient(options(config), pool(config)),
            vertx.createHttpClient(options(config).setKeepAlive(false), pool(config)));
    this.streamed = request(config, format, "text/event-stream");
    this.inOnePiece = request(config, format, "application/json");
  }

  private static HttpClientOptions options(LlmConfig.Endpoint config) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setMaxWaitQueueSize(WAITING_FOR_CONNECTION);
  }

  private static PoolOptions pool(LlmConfig.Endpoint config) {
    return new PoolOptions().setHttp1MaxSize(config.maxConnections());
  }

  private static RequestOptions request(
      LlmConfig.Endpoint config, WireFormat format, String accept) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(below(config.baseUrl(), format.path()))
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.ACCEPT, accept)
            .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    headers(config, format).forEach(options::putHeader);
    return options;
  }

  /// Those of the protocol, the key's among them.
  static Map<String, String> headers(LlmConfig.Endpoint config, WireFormat format) {
    Map<String, String> headers = new HashMap<>(format.headers());
    headers.putAll(authorization(config, format));
    return headers;
  }

  private static Map<String, String> authorization(LlmConfig.Endpoint config, WireFormat format) {
    return config
        .apiKey()
        .map(
            key ->
                config
                    .apiKeyHeader()
                    .map(header -> Map.of(header, key))
                    .orElseGet(() -> format.authorization(key)))
        .orElse(Map.of());
  }

  /// `path` behind that of `base`, before its query.
  static String below(URI base, String path) {
    String own = Optional.ofNullable(base.getRawPath()).orElse("").replaceAll("/+$", "");
    String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
    return base.getScheme() + "://" + base.getRawAuthority() + own + path + query;
  }

  Call.Clients clients() {
    return clients;
  }

  RequestOptions streamed() {
    return streamed;
  }

  RequestOptions inOnePiece() {
    return inOnePiece;
  }

  @Override
  public void close() {
    clients.keeping().close();
    clients.fresh().close();
  }
}
