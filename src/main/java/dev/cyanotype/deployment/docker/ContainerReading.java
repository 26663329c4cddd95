package dev.cyanotype.deployment.docker;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.export.ContainerSpecs;
import dev.cyanotype.blueprint.export.EnvText;
import dev.cyanotype.blueprint.export.InlineSecrets;
import dev.cyanotype.blueprint.export.Topology;
import dev.cyanotype.blueprint.export.Workload;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.docker.DockerPart.Container;
import dev.cyanotype.deployment.docker.DockerPart.Container.File;
import dev.cyanotype.deployment.docker.DockerPart.Container.Health;
import dev.cyanotype.deployment.docker.DockerPart.Container.Mount;
import dev.cyanotype.deployment.docker.DockerPart.Container.Port;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads what runs as containers, and fills in what its references stand for. Not thread-safe.
final class ContainerReading {

  private static final int MOST_REPLICAS = 100;
  private static final int FILE_MODE = 0644;
  private static final long LEAST_MEMORY = 6L << 20;
  private static final String HOST_ACCESS = "CYANOTYPE_DEPLOYMENT_DOCKER_ALLOW_HOST_ACCESS";
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int RETRIES = 3;
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);
  private static final Set<String> RESTARTS =
      Set.of("no", "always", "on-failure", "unless-stopped");

  private final DockerDesign design;
  private final SuppliedSecrets supplied;
  private final boolean isHostOpen;
  private final Set<String> takenPorts = new HashSet<>();

  ContainerReading(DockerDesign design, SuppliedSecrets supplied, boolean isHostOpen) {
    this.design = design;
    this.supplied = supplied;
    this.isHostOpen = isHostOpen;
  }

  /// Empty where it was refused.
  Optional<Container> read(Workload workload) {
    Resource resource = workload.resource();
    ContainerSpecs.warnOfMachine(workload, design.notes());
    checkRights(workload);
    checkMemory(workload);
    Set<String> expressed = new HashSet<>(ContainerSpecs.EXPRESSED);
    expressed.add("restart");
    design.notes().leftOut(resource, expressed, "Docker");
    List<String> secrets = new ArrayList<>();
    Optional<String> image = image(workload);
    Map<String, String> env = env(workload, secrets);
    List<String> command =
        workload.command().stream()
            .map(part -> filled(resource, "command", EnvText.of(part), secrets))
            .toList();
    List<String> networks = design.networks(workload);
    List<Mount> mounts = mounts(workload);
    int replicas = replicas(workload);
    return image.map(
        one ->
            new Container(
                workload.name(),
                resource.type(),
                design.dependencies(
                    workload,
                    networks,
                    mounts.stream().filter(mount -> !mount.isFolder()).map(Mount::source)),
                one,
                command,
                env,
                List.copyOf(secrets),
                replicas,
                ports(workload, networks),
                networks,
                mounts,
                files(workload),
                workload
                    .cpus()
                    .multiply(BILLION)
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValue(),
                workload.memoryBytes(),
                workload.gpu().map(Workload.Gpu::count).orElse(0),
                restart(resource),
                workload.healthCheck().map(check -> health(workload, check)),
                workload.privileged(),
                workload.readOnly(),
                workload.user()));
  }

  private void checkRights(Workload workload) {
    if (workload.privileged()) {
      design.notes().warn(workload.resource(), "privileged: it can do anything on the host");
      refuseUnlessHostIsOpen(workload.resource(), "privileged", "can do anything on the host");
    }
    workload
        .gpu()
        .flatMap(Workload.Gpu::model)
        .ifPresent(
            model ->
                design
                    .notes()
                    .warn(workload.resource(), "cards are counted, not chosen by model: " + model));
  }

  private void refuseUnlessHostIsOpen(Resource resource, String key, String what) {
    if (!isHostOpen) {
      design.refuse(
          resource,
          key,
          "%s, which is not allowed here; leave it out, or start this service with %s set to true"
              .formatted(what, HOST_ACCESS));
    }
  }

  private void checkMemory(Workload workload) {
    if (workload.memoryBytes() > 0 && workload.memoryBytes() < LEAST_MEMORY) {
      design.refuse(workload.resource(), "memory", "is too little for Docker; at least 6MB");
    }
  }

  private Optional<String> image(Workload workload) {
    Optional<String> image = ContainerSpecs.image(workload, design.notes());
    if (image.isEmpty()) {
      design.refuse(
          workload.resource(),
          "image",
          "is needed by Docker to run %s; add one such as nginx:1.27".formatted(workload.name()));
    }
    image
        .flatMap(one -> EnvText.of(one).references().findFirst())
        .ifPresent(
            name ->
                design.refuse(
                    workload.resource(),
                    "image",
                    "refers to ${%s}, but what an image is called everybody sees; write it out"
                        .formatted(name)));
    return image;
  }

  private Map<String, String> env(Workload workload, List<String> secrets) {
    Resource resource = workload.resource();
    String key = resource.specs().containsKey("env") ? "env" : "environment";
    Map<String, String> env = new LinkedHashMap<>();
    workload
        .env()
        .forEach(
            (name, text) -> {
              boolean isList = !(resource.specs().get(key) instanceof Map<?, ?>);
              String value =
                  filled(resource, isList ? key : DockerDesign.below(key, name), text, secrets);
              env.put(name, value);
              if (InlineSecrets.isSecret(name, value)) {
                secrets.add(value);
              }
            });
    return env;
  }

  private String filled(Resource resource, String key, EnvText text, List<String> secrets) {
    return text.written(
        literal -> literal,
        name -> {
          Optional<String> value = supplied.of(name);
          value.filter(one -> !one.isBlank()).ifPresent(secrets::add);
          if (value.isEmpty()) {
            design.refuse(resource, key, SuppliedSecrets.missing(name));
          }
          return value.orElse("");
        });
  }

  private int replicas(Workload workload) {
    int least = workload.replicas().least();
    if (workload.replicas().isScaled()) {
      design
          .notes()
          .warn(workload.resource(), "Docker scales nothing by itself; %d run".formatted(least));
    }
    if (least > MOST_REPLICAS) {
      design.refuse(
          workload.resource(),
          "replicas",
          "asks one Docker host for %d containers; at most %d".formatted(least, MOST_REPLICAS));
    }
    return least;
  }

  private List<Port> ports(Workload workload, List<String> networks) {
    boolean isPublished = workload.ports().stream().anyMatch(Workload.Port::isPublished);
    if (isPublished && workload.replicas().least() > 1) {
      design
          .notes()
          .warn(workload.resource(), "its ports are published for the first of its replicas only");
    }
    if (isPublished && !design.isReachable(networks)) {
      design
          .notes()
          .warn(
              workload.resource(),
              "Docker publishes no ports of a container whose networks are all internal");
    }
    return workload.ports().stream()
        .map(port -> new Port(port.container(), host(workload, port), port.protocol()))
        .toList();
  }

  private OptionalInt host(Workload workload, Workload.Port port) {
    if (!port.isPublished()) {
      return OptionalInt.empty();
    }
    int host = port.host().getAsInt();
    if (takenPorts.add(host + "/" + port.protocol())) {
      return OptionalInt.of(host);
    }
    design
        .notes()
        .warn(
            workload.resource(),
            "port %d of the host is another container's; Docker chooses one".formatted(host));
    return OptionalInt.of(0);
  }

  private List<Mount> mounts(Workload workload) {
    List<Mount> mounts = new ArrayList<>();
    for (Workload.Mount mount : ContainerSpecs.mounts(design.topology(), workload)) {
      boolean isFolder = ContainerSpecs.isHostPath(mount);
      if (mount.storage().startsWith(".")) {
        design.refuse(
            workload.resource(),
            "volumes",
            "%s is relative, but there is no folder to start from; name a storage resource"
                .formatted(mount.storage()));
      }
      if (mount.storage().startsWith("/")) {
        design.notes().warn(workload.resource(), "reads the host's own folder " + mount.storage());
        refuseUnlessHostIsOpen(
            workload.resource(), "volumes", "has the host's own folder " + mount.storage());
      }
      String path = Topology.path(workload, mount, design.notes());
      mounts.add(new Mount(mount.storage(), isFolder, path, mount.readOnly()));
    }
    if (!mounts.isEmpty() && workload.replicas().least() > 1) {
      design.notes().warn(workload.resource(), "its replicas share one volume here");
    }
    return mounts;
  }

  private List<File> files(Workload workload) {
    if (workload.readOnly() && !workload.files().isEmpty()) {
      design.refuse(
          workload.resource(),
          "files",
          "cannot be put into a container that is read_only; leave out one of the two");
    }
    return workload.files().stream()
        .map(file -> new File(file.path(), file.content(), file.mode().orElse(FILE_MODE)))
        .toList();
  }

  private String restart(Resource resource) {
    Object restart = resource.specs().getOrDefault("restart", "unless-stopped");
    if (!RESTARTS.contains(restart.toString())) {
      design.refuse(resource, "restart", "is one of no, always, on-failure and unless-stopped");
    }
    return restart.toString();
  }

  private Health health(Workload workload, Workload.HealthCheck check) {
    return new Health(
        ContainerSpecs.dockerTest(workload, check, design.notes()),
        check.interval().orElse(INTERVAL),
        check.timeout().orElse(TIMEOUT),
        check.retries().orElse(RETRIES));
  }
}
