package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Terraform's HCL. What runs on Docker goes to the provider kreuzwerker/docker, what runs on
/// Proxmox to bpg/proxmox: `compute` as a virtual machine cloned from a template, `service` as a
/// container (LXC) from one.
final class TerraformExporter implements Exporter {

  static final String FORMAT = "Terraform";

  @Override
  public String comment() {
    return "#";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    Topology topology = Topology.of(blueprint, notes);
    Variables variables = new Variables(topology, notes);
    Hcl resources = new Hcl();
    new TerraformDocker(topology, notes, variables).write(resources);
    new TerraformProxmox(topology, notes, variables).write(resources);
    topology
        .firewalls()
        .forEach(one -> notes.warn(one, "its rules are left out but for ports to publish"));
    topology.others().forEach(one -> notes.warn(one, "left out, neither provider has one"));
    Hcl head = new Hcl();
    writeProviders(head, topology);
    variables.write(head);
    return head.toString() + resources;
  }

  private static void writeProviders(Hcl hcl, Topology topology) {
    boolean proxmox = uses(topology, Set.of(Provider.PROXMOX));
    boolean docker = uses(topology, Set.of(Provider.DOCKER, Provider.FAKE));
    hcl.block(
        "terraform",
        terraform -> {
          terraform.set("required_version", ">= 1.5.0");
          terraform.block(
              "required_providers",
              required -> {
                if (docker) {
                  required.set("docker", provider("kreuzwerker/docker", "~> 3.6"));
                }
                if (proxmox) {
                  required.set("proxmox", provider("bpg/proxmox", "~> 0.66"));
                }
              });
        });
    if (docker) {
      hcl.block(
          Hcl.header("provider", "docker"), one -> one.set("host", Hcl.code("var.docker_host")));
    }
    if (proxmox) {
      hcl.block(
          Hcl.header("provider", "proxmox"),
          one -> {
            one.set("endpoint", Hcl.code("var.proxmox_endpoint"));
            one.set("api_token", Hcl.code("var.proxmox_api_token"));
          });
    }
  }

  private static Hcl.Expression provider(String source, String version) {
    return Hcl.code(
        "{ source = " + Hcl.text(source).code() + ", version = " + Hcl.text(version).code() + " }");
  }

  private static boolean uses(Topology topology, Set<Provider> providers) {
    return topology.blueprint().resources().stream()
        .anyMatch(resource -> providers.contains(resource.provider()));
  }

  /// The input variables of a configuration: those of the providers, one for each reference of the
  /// blueprint, marked sensitive, and one for each image to be named.
  static final class Variables {

    private static final Set<String> RESERVED =
        Set.of(
            "source",
            "version",
            "providers",
            "count",
            "for_each",
            "lifecycle",
            "depends_on",
            "locals",
            "docker_host",
            "proxmox_endpoint",
            "proxmox_api_token",
            "proxmox_nodes",
            "proxmox_bridge",
            "proxmox_datastore",
            "proxmox_gpu_mapping",
            "vm_templates",
            "lxc_templates");

    private final Topology topology;
    private final UniqueNames names;
    private final Map<String, String> images = new TreeMap<>();
    private final Set<String> needed = new TreeSet<>();

    Variables(Topology topology, Notes notes) {
      this.topology = topology;
      names = new UniqueNames(name -> name, 200, RESERVED, notes);
      ContainerSpecs.references(topology).forEach(names::of);
    }

    String secret(String reference) {
      return "var." + names.of(reference);
    }

    /// A variable for the image of a workload that names none.
    Hcl.Expression image(Workload workload) {
      String name = names.of(ContainerSpecs.imageVariable(workload).toLowerCase(Locale.ROOT));
      images.put(name, workload.name());
      return Hcl.code("var." + name);
    }

    Hcl.Expression of(String name) {
      needed.add(name);
      return Hcl.code("var." + name);
    }

    void write(Hcl hcl) {
      if (uses(topology, Set.of(Provider.DOCKER, Provider.FAKE))) {
        write(hcl, "docker_host", "string", "Docker's socket", "unix:///var/run/docker.sock");
      }
      if (uses(topology, Set.of(Provider.PROXMOX))) {
        write(hcl, "proxmox_endpoint", "string", "such as https://pve.example.org:8006/", null);
        writeSecret(hcl, "proxmox_api_token", "user@realm!token=uuid");
      }
      writeWhereNeeded(hcl);
      images.forEach((name, resource) -> write(hcl, name, "string", "image of " + resource, null));
      ContainerSpecs.references(topology)
          .forEach(
              reference ->
                  writeSecret(
                      hcl, names.of(reference), "what the blueprint refers to as " + reference));
    }

    private void writeWhereNeeded(Hcl hcl) {
      for (String name : needed) {
        switch (name) {
          case "proxmox_nodes" -> write(hcl, name, "list(string)", "nodes to spread over", null);
          case "proxmox_bridge" -> write(hcl, name, "string", "network bridge", "vmbr0");
          case "proxmox_datastore" -> write(hcl, name, "string", "for disks", "local-lvm");
          case "proxmox_gpu_mapping" ->
              write(hcl, name, "string", "resource mapping of the graphics cards", null);
          case "vm_templates" ->
              write(hcl, name, "map(number)", "id of the VM to clone, by operating system", null);
          case "lxc_templates" ->
              write(hcl, name, "map(string)", "template file, by operating system", null);
          default -> throw new IllegalArgumentException("no variable " + name);
        }
      }
    }

    private static void write(
        Hcl hcl, String name, String type, String description, String byDefault) {
      hcl.block(
          Hcl.header("variable", name),
          variable -> {
            variable.set("type", Hcl.code(type));
            variable.set("description", description);
            if (byDefault != null) {
              variable.set("default", byDefault);
            }
          });
    }

    private static void writeSecret(Hcl hcl, String name, String description) {
      hcl.block(
          Hcl.header("variable", name),
          variable -> {
            variable.set("type", Hcl.code("string"));
            variable.set("description", description);
            variable.set("sensitive", true);
          });
    }
  }

  /// As Terraform names things: letters, digits and `_`, no digit first.
  static String identifier(String name) {
    String identifier = name.replaceAll("[^A-Za-z0-9_]+", "_");
    return Character.isDigit(identifier.charAt(0)) ? "x_" + identifier : identifier;
  }

  static UniqueNames identifiers(Notes notes) {
    return new UniqueNames(name -> identifier(name).toLowerCase(Locale.ROOT), 100, Set.of(), notes);
  }

  /// What has to be there first, among what this provider makes.
  static List<Hcl.Expression> dependencies(
      Topology topology, Workload workload, java.util.function.Function<Workload, String> address) {
    return topology
        .dependencies(workload)
        .map(address)
        .filter(one -> !one.isEmpty())
        .distinct()
        .map(Hcl::code)
        .toList();
  }
}
