package dev.cyanotype.deployment.docker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where a Docker Engine listens, as `DOCKER_HOST` says it.
sealed interface DockerAddress {

  String DEFAULT = "unix:///var/run/docker.sock";

  record Unix(Path socket) implements DockerAddress {
    @Override
    public String toString() {
      return "unix://" + socket;
    }
  }

  /// @param certificates the folder of `ca.pem`, `cert.pem` and `key.pem`; empty for no TLS
  record Tcp(String host, int port, Optional<Path> certificates) implements DockerAddress {
    URI uri(String target) {
      String scheme = certificates.isPresent() ? "https" : "http";
      return URI.create("%s://%s:%d%s".formatted(scheme, host, port, target));
    }

    @Override
    public String toString() {
      return "tcp://%s:%d".formatted(host, port);
    }
  }

  /// @throws IllegalArgumentException in words for the one who set it
  static DockerAddress of(DockerConfig config) {
    String text = config.host().map(String::strip).filter(one -> !one.isEmpty()).orElse(DEFAULT);
    if (text.startsWith("unix://") && text.length() > "unix://".length()) {
      return new Unix(Path.of(text.substring("unix://".length())));
    }
    URI uri = uri(text);
    boolean isTcp = uri.getScheme() != null && uri.getScheme().matches("tcp|https?");
    if (!isTcp || uri.getHost() == null) {
      throw refused(text);
    }
    Optional<Path> certificates = certificates(config, uri);
    int port = certificates.isPresent() ? 2376 : 2375;
    return new Tcp(uri.getHost(), uri.getPort() < 0 ? port : uri.getPort(), certificates);
  }

  private static Optional<Path> certificates(DockerConfig config, URI uri) {
    boolean verifies = config.tlsVerify().filter(one -> !one.isBlank()).isPresent();
    boolean isTls = verifies || config.certPath().isPresent() || uri.getScheme().equals("https");
    return isTls
        ? config
            .certPath()
            .or(() -> Optional.of(Path.of(System.getProperty("user.home"), ".docker")))
        : Optional.empty();
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "DOCKER_HOST is '%s'; set it to unix:///path/of/docker.sock or tcp://host:port"
            .formatted(text));
  }
}
