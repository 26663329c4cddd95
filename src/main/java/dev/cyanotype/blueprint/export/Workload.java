package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A resource that runs, with its specs read into types: what an exporter or an engine needs to
/// know of it. What the specs do not say, or say in a way that cannot be read, is empty.
///
/// @param image as written in the specs
/// @param command in place of the image's own; empty for that
/// @param size of one instance
/// @param env in the order of the specs
/// @param files in the order of the specs
/// @param networks names of network resources to be in, the main one first
/// @param technologies products by name, the main one first
public record Workload(
    Resource resource,
    Optional<String> image,
    List<String> command,
    Size size,
    Replicas replicas,
    List<Port> ports,
    Map<String, EnvText> env,
    List<Mount> mounts,
    List<File> files,
    List<String> networks,
    Optional<HealthCheck> healthCheck,
    Optional<Gpu> gpu,
    String role,
    List<String> technologies,
    Optional<String> version,
    boolean privileged,
    boolean readOnly,
    Optional<String> user) {

  public Workload {
    command = List.copyOf(command);
    ports = List.copyOf(ports);
    env = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(env));
    mounts = List.copyOf(mounts);
    files = List.copyOf(files);
    networks = List.copyOf(networks);
    technologies = List.copyOf(technologies);
  }

  /// How many run.
  ///
  /// @param least from 1
  /// @param most the same as `least` where nothing scales it
  /// @param targetCpuPercent at which it is scaled, 1 to 100
  public record Replicas(int least, int most, OptionalInt targetCpuPercent) {
    public boolean isScaled() {
      return most > least;
    }
  }

  /// @param container 1 to 65535
  /// @param host where it can be reached from outside; empty where it cannot
  /// @param protocol `tcp`, `udp` or `sctp`
  public record Port(int container, OptionalInt host, String protocol) {
    public boolean isPublished() {
      return host.isPresent();
    }
  }

  /// @param storage name of a storage resource, or of a volume of the workload's own
  /// @param path where it appears; empty where nothing says so
  public record Mount(String storage, Optional<String> path, boolean readOnly) {}

  /// To be there before it starts, as it is: nothing is filled in.
  ///
  /// @param mode permissions, 0 to 0777; empty where nothing says them
  public record File(String path, String content, OptionalInt mode) {}

  /// @param count at least 1
  public record Gpu(int count, Optional<String> model) {}

  /// How to see that it works.
  ///
  /// @param interval between checks, and `timeout` of one: more than 0 where there
  public record HealthCheck(
      Probe probe, Optional<Duration> interval, Optional<Duration> timeout, OptionalInt retries) {}

  /// What a health check does.
  public sealed interface Probe {}

  public record Http(String path, int port, boolean tls) implements Probe {}

  public record Tcp(int port) implements Probe {}

  /// @param line for a shell
  public record Command(String line) implements Probe {}

  /// Without a shell, which not every image has.
  ///
  /// @param words at least one
  public record Program(List<String> words) implements Probe {
    public Program {
      words = List.copyOf(words);
    }
  }

  public String name() {
    return resource.name();
  }

  /// Processors of one instance, 0 where they are not said.
  public BigDecimal cpus() {
    return size.vcpus();
  }

  /// Bytes of one instance, 0 where they are not said.
  public long memoryBytes() {
    return bytes(size.memoryGb());
  }

  /// Bytes of disk of one instance, 0 where they are not said.
  public long storageBytes() {
    return bytes(size.storageGb());
  }

  static long bytes(BigDecimal gigabytes) {
    return gigabytes
        .multiply(BigDecimal.valueOf(1L << 30))
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }
}
