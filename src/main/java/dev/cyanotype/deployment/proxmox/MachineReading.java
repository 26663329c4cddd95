package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.cost.Size;
import dev.cyanotype.blueprint.export.EnvText;
import dev.cyanotype.blueprint.export.Notes;
import dev.cyanotype.blueprint.export.Topology;
import dev.cyanotype.blueprint.export.Warning;
import dev.cyanotype.blueprint.export.Workload;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.proxmox.Machine.Nic;
import dev.cyanotype.deployment.proxmox.Machine.Volume;
import dev.cyanotype.problem.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the guests out of a blueprint, as the Terraform export does.
final class MachineReading {

  private static final String FORMAT = "Proxmox VE";
  private static final String DEFAULT_OS = "debian-12";
  private static final long DEFAULT_DISK_GIB = 8;
  private static final long DEFAULT_MEMORY_MIB = 512;
  private static final long LEAST_MEMORY_MIB = 16;
  private static final long MOST_GIB = 131_072;
  private static final int MOST_REPLICAS = 100;
  private static final int MOST_VOLUMES = 20;
  private static final int LEAST_PASSWORD = 5;
  private static final int LONGEST_TEXT = 200;
  private static final Pattern BRIDGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,14}");
  private static final Pattern PATH = Pattern.compile("/[^,\\s\\p{Cntrl}]{1,200}");

  /// Keys of `specs` that guests are given in full.
  private static final Set<String> EXPRESSED =
      Set.of(
          "os",
          "template",
          "password",
          "cpu",
          "memory",
          "memory_gb",
          "memory_mb",
          "storage",
          "size",
          "disk",
          "network",
          "networks",
          "volumes",
          "privileged",
          "technology",
          "replicas",
          "nodes",
          "brokers",
          "shards");

  private final Blueprint blueprint;
  private final ProxmoxConfig config;
  private final SuppliedSecrets secrets;
  private final Notes notes = new Notes();
  private final List<FieldError> errors = new ArrayList<>();
  private final Topology topology;

  MachineReading(Blueprint blueprint, ProxmoxConfig config, SuppliedSecrets secrets) {
    this.blueprint = blueprint;
    this.config = config;
    this.secrets = secrets;
    this.topology = Topology.of(blueprint, notes);
  }

  /// Of each resource that runs, in the blueprint's order.
  List<Machine> machines() {
    List<Machine> machines = topology.workloads().stream().map(this::machine).toList();
    topology.networks().values().forEach(this::warnOfNetwork);
    topology.storages().values().forEach(this::warnOfStorage);
    topology
        .firewalls()
        .forEach(one -> notes.warn(one, "its rules are not set: use the firewall of " + FORMAT));
    topology.others().forEach(one -> notes.warn(one, "has no counterpart in " + FORMAT));
    return machines;
  }

  List<String> warnings() {
    return notes.warnings().stream().map(Warning::toString).toList();
  }

  /// What has to change before anything can be made.
  List<FieldError> errors() {
    return List.copyOf(errors);
  }

  private void refuse(Machine machine, String field, String message) {
    errors.add(new FieldError(machine.pointer() + "/specs/" + field, message));
  }

  private String pointer(Resource resource) {
    return "/resources/" + blueprint.resources().indexOf(resource);
  }

  private Machine machine(Workload workload) {
    Kind kind = Kind.of(workload.resource().type());
    String field = templateField(workload.resource());
    Machine machine =
        new Machine(
            workload.resource(),
            pointer(workload.resource()),
            dependencies(workload.resource()),
            kind,
            workload.replicas().least(),
            cores(workload),
            memory(workload),
            gib(workload.size().storageGb()),
            networks(workload),
            volumes(workload, kind),
            template(workload.resource(), field, kind),
            field,
            kind == Kind.CONTAINER && workload.privileged(),
            password(workload.resource()),
            workload.mounts().isEmpty() && Topology.isStateful(workload));
    check(machine);
    warnOf(workload, kind);
    return machine;
  }

  /// Through resources that become nothing of their own, such as networks.
  private List<String> dependencies(Resource resource) {
    Set<String> found = new LinkedHashSet<>();
    addDependencies(resource, found, new LinkedHashSet<>(Set.of(resource.name())));
    return List.copyOf(found);
  }

  private void addDependencies(Resource resource, Set<String> found, Set<String> seen) {
    for (String name : resource.dependencies()) {
      if (!seen.add(name)) {
        continue;
      }
      boolean runs = topology.workloads().stream().anyMatch(one -> one.name().equals(name));
      if (runs) {
        found.add(name);
      } else {
        blueprint.resource(name).ifPresent(one -> addDependencies(one, found, seen));
      }
    }
  }

  private long cores(Workload workload) {
    BigDecimal cores = workload.cpus().setScale(0, RoundingMode.CEILING).max(BigDecimal.ONE);
    if (workload.cpus().compareTo(cores) != 0) {
      notes.warn(workload.resource(), "gets whole processors: " + cores.toPlainString());
    }
    return cores.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
  }

  private static long memory(Workload workload) {
    long mib = workload.memoryBytes() >> 20;
    return mib == 0 ? DEFAULT_MEMORY_MIB : Math.max(mib, LEAST_MEMORY_MIB);
  }

  private static long gib(BigDecimal size) {
    return size.signum() > 0
        ? size.setScale(0, RoundingMode.CEILING).min(BigDecimal.valueOf(MOST_GIB)).longValue()
        : DEFAULT_DISK_GIB;
  }

  /// The networks to be in, or the bridge alone.
  private List<Nic> networks(Workload workload) {
    List<Nic> nics = topology.networksOf(workload).stream().map(this::nic).toList();
    return nics.isEmpty() ? List.of(new Nic(config.bridge(), OptionalInt.empty())) : nics;
  }

  private Nic nic(String name) {
    Resource network = topology.networks().get(name);
    Object vlan = network.specs().get("vlan");
    boolean isTag = vlan instanceof Integer number && number >= 1 && number <= 4094;
    return new Nic(
        network.specs().get("bridge") instanceof String bridge ? bridge : config.bridge(),
        isTag ? OptionalInt.of((Integer) vlan) : OptionalInt.empty());
  }

  private List<Volume> volumes(Workload workload, Kind kind) {
    Map<String, Volume> volumes = new LinkedHashMap<>();
    for (Mount mount : workload.mounts()) {
      if (mount.storage().startsWith("/") || mount.storage().startsWith(".")) {
        notes.warn(workload.resource(), "a folder of the host is left out, only root may give it");
      } else {
        volumes.putIfAbsent(mount.storage(), volume(workload, mount, kind));
      }
    }
    return List.copyOf(volumes.values());
  }

  private Volume volume(Workload workload, Mount mount, Kind kind) {
    long gib =
        Optional.ofNullable(topology.storages().get(mount.storage()))
            .map(storage -> gib(Size.of(storage.specs()).storageGb()))
            .orElse(DEFAULT_DISK_GIB);
    return switch (kind) {
      case CONTAINER ->
          new Volume(mount.storage(), gib, Topology.path(workload, mount, notes), mount.readOnly());
      case VM -> {
        notes.warn(
            workload.resource(),
            "the disk for %s has to be formatted and mounted in the VM".formatted(mount.storage()));
        yield new Volume(mount.storage(), gib, "", false);
      }
    };
  }

  private static String templateField(Resource resource) {
    return resource.specs().get("template") instanceof String ? "template" : "os";
  }

  private String template(Resource resource, String field, Kind kind) {
    Optional<String> usual =
        switch (kind) {
          case VM -> config.vmTemplate();
          case CONTAINER -> config.containerTemplate();
        };
    return resource.specs().get(field) instanceof String text && !text.isBlank()
        ? text.strip()
        : usual.orElse(DEFAULT_OS);
  }

  /// Empty also where it was refused.
  private Optional<String> password(Resource resource) {
    if (!(resource.specs().get("password") instanceof String text)) {
      return Optional.empty();
    }
    EnvText password = EnvText.of(text);
    List<FieldError> missing =
        password
            .references()
            .filter(name -> secrets.of(name).isEmpty())
            .map(SuppliedSecrets::missing)
            .map(why -> new FieldError(pointer(resource) + "/specs/password", why))
            .toList();
    errors.addAll(missing);
    return missing.isEmpty() ? Optional.of(filled(password)) : Optional.empty();
  }

  private String filled(EnvText text) {
    return text.written(literal -> literal, name -> secrets.of(name).orElseThrow());
  }

  private void check(Machine machine) {
    if (machine.replicas() > MOST_REPLICAS) {
      refuse(
          machine, "replicas", "is %d, at most 100 guests are made".formatted(machine.replicas()));
    }
    if (machine.volumes().size() > MOST_VOLUMES) {
      refuse(machine, "volumes", "has more than 20 volumes");
    }
    machine.volumes().stream()
        .filter(one -> machine.kind() == Kind.CONTAINER && !PATH.matcher(one.path()).matches())
        .forEach(
            one -> refuse(machine, "volumes", "a path has a comma or blank in it, or is too long"));
    machine.networks().stream()
        .filter(one -> !BRIDGE.matcher(one.bridge()).matches())
        .forEach(one -> refuse(machine, "network", "its bridge is no name of one"));
    machine
        .password()
        .filter(one -> one.length() < LEAST_PASSWORD || one.length() > LONGEST_TEXT)
        .ifPresent(_ -> refuse(machine, "password", "has to be 5 to 200 characters long"));
    if (machine.template().length() > LONGEST_TEXT) {
      refuse(machine, machine.templateField(), "is too long for a template's name");
    }
  }

  private void warnOf(Workload workload, Kind kind) {
    Resource resource = workload.resource();
    if (resource.provider() != Provider.PROXMOX) {
      notes.warn(
          resource,
          "is meant for %s, and becomes a %s here"
              .formatted(resource.provider().id(), kind.word()));
    }
    if (!workload.env().isEmpty() || !workload.command().isEmpty()) {
      notes.warn(resource, "a machine is given no env and no command");
    }
    if (kind == Kind.VM && workload.privileged()) {
      notes.warn(resource, "privileged means nothing for a VM");
    }
    notes.warn(resource, "what runs in it has to be installed: " + software(workload));
    notes.leftOut(resource, EXPRESSED, FORMAT);
  }

  private static String software(Workload workload) {
    return workload.technologies().isEmpty()
        ? workload.image().orElse(workload.name())
        : Stream.concat(workload.technologies().stream(), workload.version().stream())
            .reduce((a, b) -> a + " " + b)
            .orElseThrow();
  }

  private void warnOfNetwork(Resource network) {
    notes.warn(
        network,
        network.specs().get("vlan") == null
            ? "is not made, and has no vlan: its machines are on the bridge without a tag"
            : "is not made: its machines are on the bridge with its vlan as tag");
    notes.leftOut(network, Set.of("role", "kind", "vlan", "bridge"), FORMAT);
  }

  private void warnOfStorage(Resource storage) {
    long users = topology.usersOf(storage.name()).count();
    notes.warn(
        storage,
        users == 0
            ? "left out, no machine has it as its volume"
            : "becomes a disk of its own in each guest that has it as its volume");
    notes.leftOut(storage, Set.of("role", "kind", "size"), FORMAT);
  }
}
