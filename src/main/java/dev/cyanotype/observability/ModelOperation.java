package dev.cyanotype.observability;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/// What is asked of a model, as far as it is measured and traced.
///
/// @param provider the id of the provider in the configuration
/// @param model that was asked for
/// @param server where it is; empty for one inside the service
public record ModelOperation(
    String provider,
    String model,
    Optional<URI> server,
    Optional<Double> temperature,
    Optional<Integer> maxTokens) {

  public ModelOperation {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
  }

  String serverAddress() {
    return server.map(URI::getHost).orElse("");
  }

  /// The port in the address, or the one that its scheme means; 0 where there is no server.
  int serverPort() {
    return server.map(ModelOperation::port).orElse(0);
  }

  private static int port(URI server) {
    if (server.getPort() >= 0) {
      return server.getPort();
    }
    return "https".equals(server.getScheme()) ? 443 : 80;
  }
}
