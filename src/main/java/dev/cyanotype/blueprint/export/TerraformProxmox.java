package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.cost.Size;
import dev.cyanotype.blueprint.export.TerraformExporter.Variables;
import dev.cyanotype.blueprint.export.Workload.Mount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Virtual machines and LXC containers for the provider bpg/proxmox.
final class TerraformProxmox {

  private static final String FORMAT = "bpg/proxmox";
  private static final String DEFAULT_OS = "debian-12";
  private static final long DEFAULT_DISK_GB = 8;
  private static final int MOST_CARDS = 4;

  /// Keys of `specs` that machines are given in full.
  private static final Set<String> EXPRESSED =
      Set.of(
          "os",
          "cpu",
          "memory",
          "memory_gb",
          "memory_mb",
          "storage",
          "size",
          "disk",
          "network",
          "networks",
          "role",
          "technology",
          "replicas",
          "nodes",
          "brokers",
          "shards");

  private final Topology topology;
  private final Notes notes;
  private final Variables variables;
  private final UniqueNames names;
  private final UniqueNames hosts;

  TerraformProxmox(Topology topology, Notes notes, Variables variables) {
    this.topology = topology;
    this.notes = notes;
    this.variables = variables;
    names = TerraformExporter.identifiers(notes);
    hosts = UniqueNames.dnsLabels(notes);
  }

  void write(Hcl hcl) {
    topology.workloads().stream()
        .filter(one -> isHere(one.resource()))
        .forEach(one -> writeMachine(hcl, one));
    topology.networks().values().stream().filter(TerraformProxmox::isHere).forEach(this::warnOf);
    topology.storages().values().stream()
        .filter(TerraformProxmox::isHere)
        .forEach(this::warnOfStorage);
  }

  private static boolean isHere(Resource resource) {
    return resource.provider() == Provider.PROXMOX;
  }

  private void warnOf(Resource network) {
    if (network.specs().get("vlan") == null) {
      notes.warn(network, "has no vlan, so machines are on the bridge without a tag");
    }
    notes.leftOut(network, Set.of("role", "kind", "vlan"), FORMAT);
  }

  private void warnOfStorage(Resource storage) {
    if (topology.usersOf(storage.name()).noneMatch(one -> isHere(one.resource()))) {
      notes.warn(storage, "left out, no machine has it as its volume");
    }
    notes.leftOut(storage, Set.of("role", "kind", "size"), FORMAT);
  }

  private static boolean isVm(Workload workload) {
    return workload.resource().type() == ResourceType.COMPUTE;
  }

  private String address(Workload workload) {
    return isHere(workload.resource()) ? type(workload) + "." + names.of(workload.name()) : "";
  }

  private static String type(Workload workload) {
    return isVm(workload)
        ? "proxmox_virtual_environment_vm"
        : "proxmox_virtual_environment_container";
  }

  private void writeMachine(Hcl hcl, Workload workload) {
    hcl.block(
        Hcl.header("resource", type(workload), names.of(workload.name())),
        block -> {
          block.set("count", workload.replicas().least());
          if (isVm(workload)) {
            block.set("name", host(workload));
          }
          block.set("description", description(workload));
          block.set("tags", tags(workload));
          block.set(
              "node_name",
              Hcl.code("element(" + variables.of("proxmox_nodes").code() + ", count.index)"));
          writeSize(block, workload);
          if (isVm(workload)) {
            writeVm(block, workload);
          } else {
            writeLxc(block, workload);
          }
          writeDependencies(block, workload);
        });
    warnOf(workload);
  }

  private Hcl.Expression host(Workload workload) {
    return Hcl.code(
        "format(\"%s-%d\", " + Hcl.text(hosts.of(workload.name())).code() + ", count.index + 1)");
  }

  private String description(Workload workload) {
    return "%s of the blueprint %s".formatted(workload.name(), topology.blueprint().name());
  }

  /// Proxmox has tags in lower case and in order.
  private List<String> tags(Workload workload) {
    return java.util.stream.Stream.of("cyanotype", topology.blueprint().name(), workload.role())
        .filter(tag -> !tag.isEmpty())
        .map(UniqueNames::dnsLabel)
        .distinct()
        .sorted()
        .toList();
  }

  private void writeSize(Hcl block, Workload workload) {
    BigDecimal cores = workload.cpus().setScale(0, RoundingMode.CEILING).max(BigDecimal.ONE);
    if (workload.cpus().compareTo(cores) != 0) {
      notes.warn(workload.resource(), "gets whole processors: " + cores.toPlainString());
    }
    block.block("cpu", cpu -> cpu.set("cores", cores.longValue()));
    long megabytes = workload.memoryBytes() >> 20;
    block.block("memory", memory -> memory.set("dedicated", megabytes > 0 ? megabytes : 512));
  }

  private void writeVm(Hcl block, Workload workload) {
    block.block(
        "clone",
        clone ->
            clone.set(
                "vm_id",
                Hcl.code(
                    variables.of("vm_templates").code()
                        + "["
                        + Hcl.text(os(workload)).code()
                        + "]")));
    writeDisk(block, "scsi0", gigabytes(workload));
    List<Mount> mounts = workload.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      writeDisk(block, "scsi" + (i + 1), gigabytes(mounts.get(i)));
    }
    for (String network : networks(workload)) {
      block.block("network_device", device -> writeNetwork(device, network));
    }
    writeGpu(block, workload);
    block.block("initialization", one -> networks(workload).forEach(_ -> writeAddress(one)));
  }

  private void writeLxc(Hcl block, Workload workload) {
    block.set("unprivileged", !workload.privileged());
    block.block(
        "disk",
        disk -> {
          disk.set("datastore_id", variables.of("proxmox_datastore"));
          disk.set("size", gigabytes(workload));
        });
    for (Mount mount : workload.mounts()) {
      block.block(
          "mount_point",
          point -> {
            point.set("volume", variables.of("proxmox_datastore"));
            point.set("size", gigabytes(mount) + "G");
            point.set("path", Topology.path(workload, mount, notes));
          });
    }
    writeLxcNetworks(block, workload);
    block.block(
        "operating_system",
        system -> {
          system.set(
              "template_file_id",
              Hcl.code(
                  variables.of("lxc_templates").code()
                      + "["
                      + Hcl.text(os(workload)).code()
                      + "]"));
          system.set("type", osType(os(workload)));
        });
    if (workload.gpu().isPresent()) {
      notes.warn(workload.resource(), "a container gets no graphics card");
    }
  }

  private void writeLxcNetworks(Hcl block, Workload workload) {
    List<String> networks = networks(workload);
    for (int i = 0; i < networks.size(); i++) {
      String device = "eth" + i;
      String network = networks.get(i);
      block.block(
          "network_interface",
          one -> {
            one.set("name", device);
            writeNetwork(one, network);
          });
    }
    block.block(
        "initialization",
        one -> {
          one.set("hostname", host(workload));
          networks.forEach(_ -> writeAddress(one));
        });
  }

  /// The networks to be in, or the bridge alone.
  private List<String> networks(Workload workload) {
    List<String> networks = topology.networksOf(workload);
    return networks.isEmpty() ? List.of("") : networks;
  }

  private void writeNetwork(Hcl block, String name) {
    block.set("bridge", variables.of("proxmox_bridge"));
    vlan(name).ifPresent(vlan -> block.set("vlan_id", vlan));
  }

  private Optional<Integer> vlan(String network) {
    return Optional.ofNullable(topology.networks().get(network))
        .map(resource -> resource.specs().get("vlan"))
        .filter(vlan -> vlan instanceof Integer number && number >= 1 && number <= 4094)
        .map(Integer.class::cast);
  }

  private static void writeAddress(Hcl block) {
    block.block("ip_config", ip -> ip.block("ipv4", one -> one.set("address", "dhcp")));
  }

  private void writeDisk(Hcl block, String at, long gigabytes) {
    block.block(
        "disk",
        disk -> {
          disk.set("datastore_id", variables.of("proxmox_datastore"));
          disk.set("interface", at);
          disk.set("size", gigabytes);
        });
  }

  private void writeGpu(Hcl block, Workload workload) {
    workload
        .gpu()
        .ifPresent(
            gpu -> {
              for (int i = 0; i < Math.min(gpu.count(), MOST_CARDS); i++) {
                String device = "hostpci" + i;
                block.block(
                    "hostpci",
                    one -> {
                      one.set("device", device);
                      one.set("mapping", variables.of("proxmox_gpu_mapping"));
                    });
              }
              notes.warn(
                  workload.resource(),
                  "its graphics cards are those of one resource mapping, at most " + MOST_CARDS);
            });
  }

  private long gigabytes(Workload workload) {
    return gigabytes(workload.size().storageGb());
  }

  private long gigabytes(Mount mount) {
    return Optional.ofNullable(topology.storages().get(mount.storage()))
        .map(storage -> gigabytes(Size.of(storage.specs()).storageGb()))
        .orElse(DEFAULT_DISK_GB);
  }

  private static long gigabytes(BigDecimal size) {
    return size.signum() > 0
        ? size.setScale(0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(Integer.MAX_VALUE))
            .longValue()
        : DEFAULT_DISK_GB;
  }

  private static String os(Workload workload) {
    return workload.resource().specs().get("os") instanceof String os ? os : DEFAULT_OS;
  }

  private static String osType(String os) {
    String name = os.replaceAll("[^a-z].*", "");
    return Set.of(
                "alpine", "archlinux", "centos", "debian", "fedora", "gentoo", "opensuse", "ubuntu")
            .contains(name)
        ? name
        : "unmanaged";
  }

  private void writeDependencies(Hcl block, Workload workload) {
    List<Hcl.Expression> dependencies =
        TerraformExporter.dependencies(topology, workload, this::address);
    if (!dependencies.isEmpty()) {
      block.set("depends_on", Hcl.list(dependencies));
    }
  }

  private void warnOf(Workload workload) {
    if (!workload.env().isEmpty() || !workload.command().isEmpty()) {
      notes.warn(workload.resource(), "a machine is given no env and no command");
    }
    notes.warn(workload.resource(), "what runs in it has to be installed: " + software(workload));
    notes.leftOut(workload.resource(), EXPRESSED, FORMAT);
  }

  private static String software(Workload workload) {
    String version = workload.version().map(one -> " " + one).orElse("");
    return workload.technologies().isEmpty()
        ? workload.image().orElse(workload.name())
        : String.join(", ", workload.technologies()) + version;
  }
}
