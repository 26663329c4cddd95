package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.export.TerraformExporter.Variables;
import dev.cyanotype.blueprint.export.Workload.File;
import dev.cyanotype.blueprint.export.Workload.HealthCheck;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Networks, volumes, images and containers for the provider kreuzwerker/docker.
final class TerraformDocker {

  private final Topology topology;
  private final Notes notes;
  private final Variables variables;
  private final UniqueNames names;
  private final HostPorts hostPorts;

  TerraformDocker(Topology topology, Notes notes, Variables variables) {
    this.topology = topology;
    this.notes = notes;
    this.variables = variables;
    names = TerraformExporter.identifiers(notes);
    hostPorts = new HostPorts(notes);
  }

  void write(Hcl hcl) {
    List<Workload> containers =
        topology.workloads().stream().filter(one -> isHere(one.resource())).toList();
    Set<String> volumes = new LinkedHashSet<>();
    topology.storages().values().stream()
        .filter(TerraformDocker::isHere)
        .forEach(storage -> addVolume(volumes, storage));
    containers.forEach(
        one ->
            ContainerSpecs.mounts(topology, one).stream()
                .filter(mount -> !ContainerSpecs.isHostPath(mount))
                .forEach(mount -> volumes.add(mount.storage())));
    for (Resource network : topology.networks().values()) {
      if (isHere(network)) {
        writeNetwork(hcl, network);
      }
    }
    volumes.forEach(volume -> writeVolume(hcl, volume));
    containers.forEach(container -> writeContainer(hcl, container));
  }

  private static boolean isHere(Resource resource) {
    return resource.provider() != Provider.PROXMOX;
  }

  private void addVolume(Set<String> volumes, Resource storage) {
    volumes.add(storage.name());
    notes.leftOut(storage, Set.of("role", "kind"), "kreuzwerker/docker");
  }

  private void writeNetwork(Hcl hcl, Resource network) {
    hcl.block(
        Hcl.header("resource", "docker_network", names.of(network.name())),
        block -> {
          block.set("name", prefixed(network.name()));
          if (Topology.isInternal(network)) {
            block.set("internal", true);
          }
          Topology.cidr(network, notes)
              .ifPresent(cidr -> block.block("ipam_config", ipam -> ipam.set("subnet", cidr)));
        });
    notes.leftOut(network, Set.of("role", "kind", "cidr", "internal"), "kreuzwerker/docker");
  }

  private void writeVolume(Hcl hcl, String volume) {
    hcl.block(
        Hcl.header("resource", "docker_volume", names.of(volume)),
        block -> block.set("name", prefixed(volume)));
  }

  /// Docker's names are the host's, so the blueprint's name goes before each.
  private String prefixed(String name) {
    return (topology.blueprint().name() + "_" + name).replaceAll("[^A-Za-z0-9_.-]+", "-");
  }

  private void writeContainer(Hcl hcl, Workload workload) {
    hcl.block(
        Hcl.header("resource", "docker_image", names.of(workload.name())),
        image -> {
          image.set("name", image(workload));
          image.set("keep_locally", true);
        });
    hcl.block(
        Hcl.header("resource", "docker_container", names.of(workload.name())),
        block -> {
          writeBasics(block, workload);
          writeConnections(block, workload);
          workload.healthCheck().ifPresent(check -> writeHealthCheck(block, workload, check));
          label(block, "cyanotype.blueprint", topology.blueprint().name());
          label(block, "cyanotype.resource", workload.name());
          label(block, "cyanotype.role", workload.role());
          label(block, "cyanotype.technology", ContainerSpecs.technologies(workload));
          workload.version().ifPresent(one -> label(block, "cyanotype.version", one));
          writeDependencies(block, workload);
        });
    ContainerSpecs.warnOfMachine(workload, notes);
    ContainerSpecs.warnOfUnknownNetworks(topology, workload, notes);
    notes.leftOut(workload.resource(), ContainerSpecs.EXPRESSED, "kreuzwerker/docker");
  }

  private Hcl.Expression image(Workload workload) {
    return ContainerSpecs.image(workload, notes)
        .map(image -> Hcl.text("", EnvText.of(image), variables::secret))
        .orElseGet(
            () -> {
              notes.warn(workload.resource(), "no image in the blueprint; a variable asks for it");
              return variables.image(workload);
            });
  }

  private void writeBasics(Hcl block, Workload workload) {
    if (workload.replicas().least() > 1) {
      block.set("count", workload.replicas().least());
      block.set(
          "name",
          Hcl.code(
              "format(\"%s-%d\", "
                  + Hcl.text(prefixed(workload.name())).code()
                  + ", count.index + 1)"));
    } else {
      block.set("name", prefixed(workload.name()));
    }
    block.set("image", Hcl.code("docker_image." + names.of(workload.name()) + ".image_id"));
    block.set("restart", "unless-stopped");
    if (!workload.command().isEmpty()) {
      block.set("command", texts(workload.command()));
    }
    if (workload.cpus().signum() > 0) {
      block.set("cpus", ContainerSpecs.plain(workload.cpus()));
    }
    if (workload.memoryBytes() > 0) {
      block.set("memory", Math.max(1, workload.memoryBytes() >> 20));
    }
    if (!workload.env().isEmpty()) {
      block.set("env", env(workload.env()));
    }
    writeRights(block, workload);
  }

  private void writeRights(Hcl block, Workload workload) {
    if (workload.privileged()) {
      block.set("privileged", true);
    }
    if (workload.readOnly()) {
      block.set("read_only", true);
    }
    workload.user().ifPresent(user -> block.set("user", user));
    if (workload.gpu().isPresent()) {
      block.set("gpus", "all");
      notes.warn(workload.resource(), "gets every graphics card of the host");
    }
  }

  private Hcl.Expression texts(List<String> texts) {
    return Hcl.list(
        texts.stream().map(one -> Hcl.text("", EnvText.of(one), variables::secret)).toList());
  }

  private Hcl.Expression env(Map<String, EnvText> env) {
    List<Hcl.Expression> values = new ArrayList<>();
    env.forEach((name, value) -> values.add(Hcl.text(name + "=", value, variables::secret)));
    return Hcl.list(values);
  }

  private void writeConnections(Hcl block, Workload workload) {
    for (Port port : workload.ports()) {
      if (port.isPublished()) {
        block.block("ports", one -> writePort(one, workload, port));
      }
    }
    for (String network : topology.networksOf(workload)) {
      if (isHere(topology.networks().get(network))) {
        block.block(
            "networks_advanced",
            one -> {
              one.set("name", Hcl.code("docker_network." + names.of(network) + ".name"));
              one.set("aliases", List.of(workload.name()));
            });
      } else {
        notes.warn(workload.resource(), "is on Docker and cannot be in Proxmox's " + network);
      }
    }
    for (Mount mount : ContainerSpecs.mounts(topology, workload)) {
      block.block("volumes", one -> writeMount(one, workload, mount));
    }
    workload.files().forEach(file -> block.block("upload", one -> writeFile(one, file)));
  }

  private void writePort(Hcl block, Workload workload, Port port) {
    block.set("internal", port.container());
    hostPorts.take(workload, port).ifPresent(host -> block.set("external", host));
    block.set("protocol", port.protocol());
  }

  private void writeMount(Hcl block, Workload workload, Mount mount) {
    if (ContainerSpecs.isHostPath(mount)) {
      block.set("host_path", mount.storage());
    } else {
      block.set("volume_name", Hcl.code("docker_volume." + names.of(mount.storage()) + ".name"));
    }
    block.set("container_path", Topology.path(workload, mount, notes));
    if (mount.readOnly()) {
      block.set("read_only", true);
    }
    if (workload.replicas().least() > 1) {
      notes.warn(workload.resource(), "its replicas share one volume here");
    }
  }

  private static void writeFile(Hcl block, File file) {
    block.set("file", file.path());
    writeContent(block, file.content());
    file.mode().ifPresent(mode -> block.set("permissions", "%04o".formatted(mode)));
  }

  /// Terraform makes NFC of every text that it reads, so another one goes past it in base64.
  private static void writeContent(Hcl block, String content) {
    if (Normalizer.isNormalized(content, Normalizer.Form.NFC)) {
      block.set("content", content);
    } else {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      block.set("content_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private void writeHealthCheck(Hcl block, Workload workload, HealthCheck check) {
    block.block(
        "healthcheck",
        one -> {
          one.set("test", ContainerSpecs.dockerTest(workload, check, notes));
          check.interval().ifPresent(time -> one.set("interval", ContainerSpecs.duration(time)));
          check.timeout().ifPresent(time -> one.set("timeout", ContainerSpecs.duration(time)));
          check.retries().ifPresent(retries -> one.set("retries", retries));
        });
  }

  private static void label(Hcl block, String label, String value) {
    if (!value.isEmpty()) {
      block.block(
          "labels",
          one -> {
            one.set("label", label);
            one.set("value", value);
          });
    }
  }

  private void writeDependencies(Hcl block, Workload workload) {
    List<Hcl.Expression> dependencies =
        TerraformExporter.dependencies(
            topology,
            workload,
            other -> isHere(other.resource()) ? "docker_container." + names.of(other.name()) : "");
    if (!dependencies.isEmpty()) {
      block.set("depends_on", Hcl.list(dependencies));
    }
  }
}
