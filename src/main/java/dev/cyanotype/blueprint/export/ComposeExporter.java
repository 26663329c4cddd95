package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.export.Workload.File;
import dev.cyanotype.blueprint.export.Workload.Gpu;
import dev.cyanotype.blueprint.export.Workload.HealthCheck;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Docker Compose, after the Compose Specification. Every `$` of the blueprint is doubled, so that
/// nothing but its `${NAME}` references is filled in.
final class ComposeExporter implements Exporter {

  private static final String FORMAT = "Docker Compose";
  private static final String LABEL = "cyanotype.";

  @Override
  public String comment() {
    return "#";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    return new Writing(Topology.of(blueprint, notes), notes).write();
  }

  private static final class Writing {
    private final Topology topology;
    private final Notes notes;
    private final HostPorts hostPorts;
    private final UniqueNames imageVariables;
    private final UniqueNames volumeNames;
    private final UniqueNames configNames;
    private final Set<String> usedNetworks = new LinkedHashSet<>();
    private final Set<String> usedVolumes = new LinkedHashSet<>();
    private final Map<String, Object> configs = new LinkedHashMap<>();

    Writing(Topology topology, Notes notes) {
      this.topology = topology;
      this.notes = notes;
      hostPorts = new HostPorts(notes);
      Set<String> references = new HashSet<>(ContainerSpecs.references(topology));
      volumeNames = new UniqueNames(ComposeExporter::key, 200, Set.of(), notes);
      configNames = new UniqueNames(ComposeExporter::key, 200, Set.of(), notes);
      imageVariables = new UniqueNames(name -> name.replace('-', '_'), 100, references, notes);
    }

    String write() {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("name", project(topology.blueprint().name()));
      Map<String, Object> services = new LinkedHashMap<>();
      topology.workloads().forEach(one -> services.put(one.name(), service(one)));
      file.put("services", services);
      putUnlessEmpty(file, "networks", networks());
      putUnlessEmpty(file, "volumes", volumes());
      putUnlessEmpty(file, "configs", configs);
      warnOfTheRest();
      remarkOnVariables();
      return YamlDocument.write(file);
    }

    /// Compose takes lower-case letters, digits, `-` and `_`, a letter or digit first.
    private static String project(String name) {
      return UniqueNames.dnsLabel(name);
    }

    private void remarkOnVariables() {
      List<String> names = ContainerSpecs.references(topology);
      if (!names.isEmpty()) {
        notes.remark("Set before use, in the environment or in .env: " + String.join(", ", names));
      }
    }

    private Map<String, Object> service(Workload workload) {
      Map<String, Object> service = new LinkedHashMap<>();
      service.put("image", image(workload));
      putUnlessEmpty(
          service,
          "command",
          workload.command().stream().map(part -> text(EnvText.of(part))).toList());
      Map<String, Object> environment = new LinkedHashMap<>();
      workload.env().forEach((name, value) -> environment.put(name, text(value)));
      putUnlessEmpty(service, "environment", environment);
      addPorts(service, workload);
      putUnlessEmpty(service, "networks", networks(workload));
      putUnlessEmpty(service, "volumes", volumes(workload));
      putUnlessEmpty(service, "configs", files(workload));
      workload
          .healthCheck()
          .ifPresent(check -> service.put("healthcheck", healthCheck(workload, check)));
      putUnlessEmpty(service, "depends_on", dependsOn(workload));
      service.put("restart", "unless-stopped");
      addRights(service, workload);
      service.put("deploy", deploy(workload));
      service.put("labels", labels(workload));
      ContainerSpecs.warnOfMachine(workload, notes);
      notes.leftOut(workload.resource(), ContainerSpecs.EXPRESSED, FORMAT);
      return service;
    }

    private String image(Workload workload) {
      return ContainerSpecs.image(workload, notes)
          .map(image -> text(EnvText.of(image)))
          .orElseGet(() -> imageToSet(workload));
    }

    private String imageToSet(Workload workload) {
      String variable = imageVariables.of(ContainerSpecs.imageVariable(workload));
      notes.warn(
          workload.resource(), "no image in the blueprint; set " + variable + " to one before use");
      return "${" + variable + ":?set it to the image to run}";
    }

    private static String text(EnvText text) {
      return text.written(ComposeExporter::escaped, name -> "${" + name + "}");
    }

    private void addPorts(Map<String, Object> service, Workload workload) {
      putUnlessEmpty(
          service,
          "ports",
          workload.ports().stream()
              .filter(Port::isPublished)
              .map(port -> published(workload, port))
              .toList());
      putUnlessEmpty(
          service,
          "expose",
          workload.ports().stream()
              .filter(port -> !port.isPublished())
              .map(port -> port.container() + protocol(port))
              .distinct()
              .toList());
    }

    private String published(Workload workload, Port port) {
      OptionalInt host = hostPorts.take(workload, port);
      return (host.isPresent() ? host.getAsInt() + ":" : "") + port.container() + protocol(port);
    }

    private static String protocol(Port port) {
      return port.protocol().equals("tcp") ? "" : "/" + port.protocol();
    }

    private List<String> networks(Workload workload) {
      ContainerSpecs.warnOfUnknownNetworks(topology, workload, notes);
      List<String> networks = topology.networksOf(workload);
      usedNetworks.addAll(networks);
      return networks;
    }

    private List<Object> volumes(Workload workload) {
      if (workload.replicas().least() > 1 && !workload.mounts().isEmpty()) {
        notes.warn(workload.resource(), "its replicas share one volume here");
      }
      return ContainerSpecs.mounts(topology, workload).stream()
          .map(mount -> volume(workload, mount))
          .toList();
    }

    private Object volume(Workload workload, Mount mount) {
      boolean bind = ContainerSpecs.isHostPath(mount);
      if (!bind) {
        usedVolumes.add(mount.storage());
      }
      Map<String, Object> volume = new LinkedHashMap<>();
      volume.put("type", bind ? "bind" : "volume");
      volume.put("source", bind ? escaped(mount.storage()) : volumeNames.of(mount.storage()));
      volume.put("target", escaped(Topology.path(workload, mount, notes)));
      if (mount.readOnly()) {
        volume.put("read_only", true);
      }
      return volume;
    }

    private List<Object> files(Workload workload) {
      if (workload.readOnly() && !workload.files().isEmpty()) {
        notes.warn(workload.resource(), "Compose puts no files into what is read_only");
      }
      return workload.files().stream().map(file -> file(workload, file)).toList();
    }

    private Object file(Workload workload, File file) {
      String name = configNames.of(workload.name() + file.path());
      configs.put(name, Map.of("content", escaped(file.content())));
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("source", name);
      config.put("target", file.path());
      file.mode().ifPresent(mode -> config.put("mode", mode));
      return config;
    }

    private Map<String, Object> healthCheck(Workload workload, HealthCheck check) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put(
          "test",
          ContainerSpecs.dockerTest(workload, check, notes).stream()
              .map(ComposeExporter::escaped)
              .toList());
      check.interval().ifPresent(time -> map.put("interval", ContainerSpecs.duration(time)));
      check.timeout().ifPresent(time -> map.put("timeout", ContainerSpecs.duration(time)));
      check.retries().ifPresent(retries -> map.put("retries", retries));
      return map;
    }

    private Map<String, Object> dependsOn(Workload workload) {
      return topology
          .dependencies(workload)
          .collect(
              Collectors.toMap(
                  Workload::name,
                  one ->
                      Map.of(
                          "condition",
                          ContainerSpecs.tellsHealth(one) ? "service_healthy" : "service_started"),
                  (first, _) -> first,
                  LinkedHashMap::new));
    }

    private void addRights(Map<String, Object> service, Workload workload) {
      if (workload.privileged()) {
        service.put("privileged", true);
      }
      if (workload.readOnly()) {
        service.put("read_only", true);
      }
      workload.user().ifPresent(user -> service.put("user", escaped(user)));
    }

    private Map<String, Object> deploy(Workload workload) {
      Map<String, Object> deploy = new LinkedHashMap<>();
      deploy.put("replicas", workload.replicas().least());
      Map<String, Object> limits = new LinkedHashMap<>();
      if (workload.cpus().signum() > 0) {
        limits.put("cpus", ContainerSpecs.plain(workload.cpus()));
      }
      if (workload.memoryBytes() > 0) {
        limits.put("memory", Math.max(1, workload.memoryBytes() >> 20) + "M");
      }
      Map<String, Object> resources = new LinkedHashMap<>();
      putUnlessEmpty(resources, "limits", limits);
      workload.gpu().ifPresent(gpu -> resources.put("reservations", reserved(workload, gpu)));
      putUnlessEmpty(deploy, "resources", resources);
      return deploy;
    }

    private Map<String, Object> reserved(Workload workload, Gpu gpu) {
      gpu.model()
          .ifPresent(
              model ->
                  notes.warn(
                      workload.resource(), "cards are counted, not chosen by model: " + model));
      Map<String, Object> device = new LinkedHashMap<>();
      device.put("driver", "nvidia");
      device.put("count", gpu.count());
      device.put("capabilities", List.of("gpu"));
      return Map.of("devices", List.of(device));
    }

    private Map<String, Object> labels(Workload workload) {
      Map<String, Object> labels = new LinkedHashMap<>();
      labels.put(LABEL + "blueprint", escaped(topology.blueprint().name()));
      labels.put(LABEL + "resource", escaped(workload.name()));
      putUnlessEmpty(labels, LABEL + "role", escaped(workload.role()));
      putUnlessEmpty(labels, LABEL + "technology", escaped(ContainerSpecs.technologies(workload)));
      workload.version().ifPresent(one -> labels.put(LABEL + "version", escaped(one)));
      return labels;
    }

    private Map<String, Object> networks() {
      Map<String, Object> networks = new LinkedHashMap<>();
      for (String name : usedNetworks) {
        networks.put(name, network(topology.networks().get(name)));
      }
      return networks;
    }

    private Map<String, Object> network(Resource network) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("driver", "bridge");
      if (Topology.isInternal(network)) {
        map.put("internal", true);
      }
      Topology.cidr(network, notes)
          .ifPresent(cidr -> map.put("ipam", Map.of("config", List.of(Map.of("subnet", cidr)))));
      notes.leftOut(network, Set.of("role", "kind", "cidr", "internal"), FORMAT);
      return map;
    }

    private Map<String, Object> volumes() {
      Set<String> all = new LinkedHashSet<>(topology.storages().keySet());
      all.addAll(usedVolumes);
      Map<String, Object> volumes = new LinkedHashMap<>();
      for (String name : all) {
        Resource storage = topology.storages().get(name);
        volumes.put(
            volumeNames.of(name), Map.of("labels", Map.of(LABEL + "resource", escaped(name))));
        if (storage != null) {
          warnOfStorage(storage);
        }
      }
      return volumes;
    }

    private void warnOfStorage(Resource storage) {
      if (topology.usersOf(storage.name()).findAny().isEmpty()) {
        notes.warn(storage, "a volume that no container mounts");
      }
      notes.leftOut(storage, Set.of("role", "kind"), FORMAT);
    }

    private void warnOfTheRest() {
      topology.networks().values().stream()
          .filter(network -> !usedNetworks.contains(network.name()))
          .forEach(network -> notes.warn(network, "left out, no container is in it"));
      ContainerSpecs.warnOfTheRest(topology, notes, FORMAT);
    }
  }

  private static String escaped(String text) {
    return text.replace("$", "$$");
  }

  private static String key(String name) {
    String key = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    return Character.isLetterOrDigit(key.charAt(0)) ? key : "v" + key;
  }

  private static void putUnlessEmpty(Map<String, Object> map, String key, Object value) {
    boolean isEmpty =
        switch (value) {
          case Map<?, ?> inner -> inner.isEmpty();
          case List<?> list -> list.isEmpty();
          case String text -> text.isEmpty();
          default -> false;
        };
    if (!isEmpty) {
      map.put(key, value);
    }
  }
}
