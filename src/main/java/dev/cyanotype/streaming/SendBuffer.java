package dev.cyanotype.streaming;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// Bounds what the operating system keeps for a client that does not read. Left to itself it goes
/// up to megabytes for each, and a client that reads slowly but steadily would look as if it took
/// nothing for minutes.
@ApplicationScoped
public class SendBuffer implements HttpServerOptionsCustomizer {

  /// Linux doubles it, for its own bookkeeping.
  static final int BYTES = 128 * 1024;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setSendBufferSize(BYTES);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    options.setSendBufferSize(BYTES);
  }
}
