package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.export.Workload.Command;
import dev.cyanotype.blueprint.export.Workload.HealthCheck;
import dev.cyanotype.blueprint.export.Workload.Http;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Program;
import dev.cyanotype.blueprint.export.Workload.Tcp;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the formats for containers have in common.
public final class ContainerSpecs {

  /// Keys of `specs` that every format for containers says in full.
  public static final Set<String> EXPRESSED =
      Set.of(
          "image",
          "command",
          "cpu",
          "memory",
          "memory_mb",
          "memory_gb",
          "env",
          "environment",
          "port",
          "ports",
          "volumes",
          "files",
          "network",
          "networks",
          "role",
          "technology",
          "version",
          "health_check",
          "replicas",
          "nodes",
          "brokers",
          "shards",
          "privileged",
          "read_only",
          "user",
          "gpu");

  private static final Pattern IMAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[0-9a-f]{64})?");

  private ContainerSpecs() {}

  /// Says what of a blueprint no format for containers on one host has.
  ///
  /// @param format its name, as people say it
  public static void warnOfTheRest(Topology topology, Notes notes, String format) {
    topology
        .firewalls()
        .forEach(
            firewall ->
                notes.warn(
                    firewall,
                    "its rules are left out but for ports to publish; containers of one network"
                        + " reach each other"));
    topology
        .others()
        .forEach(
            other -> notes.warn(other, "left out, " + format + " has no " + Topology.kind(other)));
  }

  /// The image that the blueprint names, or that its product is known by. What it cannot do without
  /// and the blueprint does not give it is told.
  public static Optional<String> image(Workload workload, Notes notes) {
    Optional<String> image = knownImage(workload, notes);
    image.ifPresent(one -> ImageNeeds.warn(one, workload, notes));
    return image;
  }

  private static Optional<String> knownImage(Workload workload, Notes notes) {
    if (workload.image().isPresent()) {
      String image = workload.image().get();
      if (!IMAGE.matcher(image).matches() && !image.contains("${")) {
        notes.warn(workload.resource(), "image is hardly one: " + image);
      }
      return workload.image();
    }
    Optional<String> known = Images.image(workload.technologies(), workload.version());
    known.ifPresent(
        image ->
            notes.warn(
                workload.resource(), "no image in the blueprint; " + image + " is taken for it"));
    return known;
  }

  /// That a machine of its own became a container.
  public static void warnOfMachine(Workload workload, Notes notes) {
    switch (workload.resource().provider()) {
      case PROXMOX ->
          notes.warn(workload.resource(), "a machine on Proxmox becomes a container here");
      case FAKE -> notes.warn(workload.resource(), "a simulation becomes a real container here");
      case DOCKER -> {}
    }
  }

  public static void warnOfUnknownNetworks(Topology topology, Workload workload, Notes notes) {
    workload.networks().stream()
        .filter(name -> !topology.networks().containsKey(name))
        .forEach(
            name -> notes.warn(workload.resource(), "network left out, there is none: " + name));
  }

  /// The volumes to mount, with one of its own for what keeps data and names none.
  public static List<Mount> mounts(Topology topology, Workload workload) {
    boolean needsOwn =
        workload.mounts().isEmpty() && Topology.isStateful(workload) && workload.storageBytes() > 0;
    return needsOwn
        ? List.of(new Mount(ownVolume(topology, workload), Optional.empty(), false))
        : workload.mounts();
  }

  public static boolean isHostPath(Mount mount) {
    return mount.storage().startsWith("/") || mount.storage().startsWith(".");
  }

  private static String ownVolume(Topology topology, Workload workload) {
    String name = workload.name() + "-data";
    while (topology.storages().containsKey(name)) {
      name += "-own";
    }
    return name;
  }

  static String technologies(Workload workload) {
    return String.join(",", workload.technologies());
  }

  /// As Docker takes a check: `CMD-SHELL` and a line for the container's shell, or `CMD` and words.
  public static List<String> dockerTest(Workload workload, HealthCheck check, Notes notes) {
    return switch (check.probe()) {
      case Command(String line) -> shell(line);
      case Program(List<String> words) -> Stream.concat(Stream.of("CMD"), words.stream()).toList();
      case Tcp(int port) -> shell(needs(workload, "nc or bash", connect(port), notes));
      case Http(String path, int port, boolean tls) ->
          shell(needs(workload, "wget or curl", fetch(path, port, tls), notes));
    };
  }

  private static List<String> shell(String line) {
    return List.of("CMD-SHELL", line);
  }

  /// By what images have: a netcat that only looks, else bash, else one of BusyBox that cannot.
  private static String connect(int port) {
    return "nc -z 127.0.0.1 %1$d 2>/dev/null || bash -c '</dev/tcp/127.0.0.1/%1$d' 2>/dev/null || nc -w 1 127.0.0.1 %1$d </dev/null >/dev/null"
        .formatted(port);
  }

  /// By what images have: BusyBox or wget, else curl.
  private static String fetch(String path, int port, boolean tls) {
    String url = quoted("%s://127.0.0.1:%d%s".formatted(tls ? "https" : "http", port, path));
    return "wget -q%s -O /dev/null %s || curl -fs%s -o /dev/null %s"
        .formatted(tls ? " --no-check-certificate" : "", url, tls ? "k" : "", url);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String needs(Workload workload, String tool, String line, Notes notes) {
    notes.warn(workload.resource(), "its health check needs " + tool + " in the image");
    return line;
  }

  /// Whether containers that depend on it can wait for it to be healthy.
  static boolean tellsHealth(Workload workload) {
    return workload
        .healthCheck()
        .filter(one -> one.probe() instanceof Command || one.probe() instanceof Program)
        .isPresent();
  }

  /// As Docker and Compose write durations: `10s`, `500ms`.
  public static String duration(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  public static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /// Every name that a reference of the blueprint asks for, in order.
  static List<String> references(Topology topology) {
    return topology.workloads().stream()
        .flatMap(ContainerSpecs::references)
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .toList();
  }

  private static Stream<String> references(Workload workload) {
    return Stream.of(
            workload.env().values().stream().flatMap(EnvText::references),
            workload.command().stream().map(EnvText::of).flatMap(EnvText::references),
            workload.image().stream().map(EnvText::of).flatMap(EnvText::references))
        .flatMap(names -> names);
  }

  /// `web-server` as `WEB_SERVER_IMAGE`.
  static String imageVariable(Workload workload) {
    String name = workload.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    return (Character.isDigit(name.charAt(0)) ? "X_" : "") + name + "_IMAGE";
  }
}
