package dev.cyanotype.deployment.docker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the Docker Engine is, and how long it may take. The first three are also read from
/// `DOCKER_HOST`, `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH`, as Docker's own clients do.
@ConfigMapping(prefix = "cyanotype.deployment.docker")
public interface DockerConfig {

  /// `unix:///path` or `tcp://host:port`; `unix:///var/run/docker.sock` where it is empty.
  Optional<String> host();

  /// Anything but nothing has TCP use TLS. Certificates are always verified then.
  Optional<String> tlsVerify();

  /// Folder of `ca.pem`, `cert.pem` and `key.pem`; `~/.docker` where it is empty. One that is set
  /// has TCP use TLS.
  Optional<Path> certPath();

  /// Whether containers may have folders of the host and be privileged, with either of which a
  /// blueprint can do anything on the host.
  @WithDefault("false")
  boolean allowHostAccess();

  /// Of one request.
  @WithDefault("30s")
  Duration timeout();

  /// For an image that is not there yet.
  @WithDefault("10m")
  Duration pullTimeout();

  /// How long a container has to run to count as running, where it has no health check.
  @WithDefault("2s")
  Duration settle();

  /// In which failing health checks of a new container do not count.
  @WithDefault("30s")
  Duration startPeriod();

  /// That a container is given to end by itself. In whole seconds.
  @WithDefault("10s")
  Duration stopTimeout();
}
