package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A blueprint by what its resources are: what runs, the networks it runs in, the storage it uses,
/// the rules between them.
///
/// @param workloads with their ports published as the firewall says
/// @param networks that containers or machines can be in
/// @param rules of all firewalls, in order
/// @param others network resources that are something else: a CDN, a VPN
public record Topology(
    Blueprint blueprint,
    List<Workload> workloads,
    Map<String, Resource> networks,
    Map<String, Resource> storages,
    List<Resource> firewalls,
    List<FirewallRule> rules,
    List<Resource> others) {

  private static final Set<String> EDGES = Set.of("load-balancer", "gateway", "ingress");
  private static final Set<String> STATEFUL =
      Set.of(
          "database",
          "message-broker",
          "search",
          "object-storage",
          "storage",
          "warehouse",
          "secrets",
          "consensus",
          "registry",
          "shared-storage",
          "cache",
          "task-queue",
          "identity");

  public static Topology of(Blueprint blueprint, Notes notes) {
    List<Resource> firewalls = ofType(blueprint, ResourceType.NETWORK, "firewall");
    List<FirewallRule> rules = firewalls.stream().flatMap(one -> rules(one, notes)).toList();
    List<Workload> workloads = new ArrayList<>();
    for (Resource resource : blueprint.resources()) {
      switch (resource.type()) {
        case COMPUTE, SERVICE ->
            workloads.add(published(WorkloadReading.of(resource, notes), rules, firewalls, notes));
        case NETWORK, STORAGE -> {}
      }
    }
    Map<String, Resource> networks = new LinkedHashMap<>();
    List<Resource> others = new ArrayList<>();
    for (Resource resource : ofType(blueprint, ResourceType.NETWORK, "")) {
      if (Set.of("", "subnet", "vpc", "network", "vlan", "bridge").contains(kind(resource))) {
        networks.put(resource.name(), resource);
      } else if (!firewalls.contains(resource)) {
        others.add(resource);
      }
    }
    Map<String, Resource> storages = new LinkedHashMap<>();
    ofType(blueprint, ResourceType.STORAGE, "").forEach(one -> storages.put(one.name(), one));
    return new Topology(blueprint, workloads, networks, storages, firewalls, rules, others);
  }

  public Optional<Workload> workload(String name) {
    return workloads.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /// The networks that it names and that there are.
  public List<String> networksOf(Workload workload) {
    return workload.networks().stream().filter(networks::containsKey).toList();
  }

  Stream<Workload> within(String network) {
    return workloads.stream().filter(one -> isWithin(one, network));
  }

  /// Directly, or in a subnet of it.
  private boolean isWithin(Workload workload, String network) {
    return networksOf(workload).stream()
        .anyMatch(
            one -> one.equals(network) || network.equals(networks.get(one).specs().get("network")));
  }

  public Stream<Workload> usersOf(String storage) {
    return workloads.stream()
        .filter(one -> one.mounts().stream().anyMatch(mount -> mount.storage().equals(storage)));
  }

  /// Other workloads that have to be there first.
  Stream<Workload> dependencies(Workload workload) {
    return workload.resource().dependencies().stream().flatMap(name -> workload(name).stream());
  }

  /// Whether it keeps data that has to survive it.
  public static boolean isStateful(Workload workload) {
    return !workload.mounts().isEmpty() || STATEFUL.contains(workload.role());
  }

  /// Where a mount without a path goes.
  public static String path(Workload workload, Mount mount, Notes notes) {
    return mount.path().orElseGet(() -> dataPath(workload, notes));
  }

  static String dataPath(Workload workload, Notes notes) {
    return Images.of(workload.technologies())
        .flatMap(Images.Product::data)
        .orElseGet(
            () -> {
              notes.warn(workload.resource(), "nothing says where its data lies; /data is taken");
              return "/data";
            });
  }

  public static String kind(Resource resource) {
    Object kind = resource.specs().get("kind");
    return kind instanceof String text
        ? text
        : "firewall".equals(resource.specs().get("role")) ? "firewall" : "";
  }

  public static Optional<String> cidr(Resource network, Notes notes) {
    Object cidr = network.specs().get("cidr");
    if (cidr == null || Cidr.isOne(cidr.toString())) {
      return Optional.ofNullable(cidr).map(Object::toString);
    }
    notes.warn(network, "cidr left out, it is none: " + cidr);
    return Optional.empty();
  }

  public static boolean isInternal(Resource network) {
    return Boolean.TRUE.equals(network.specs().get("internal"))
        || network.specs().get("config") instanceof Map<?, ?> config
            && Boolean.TRUE.equals(config.get("internal"));
  }

  private static List<Resource> ofType(Blueprint blueprint, ResourceType type, String kind) {
    return blueprint.resources().stream()
        .filter(one -> one.type() == type && (kind.isEmpty() || kind(one).equals(kind)))
        .toList();
  }

  private static Stream<FirewallRule> rules(Resource firewall, Notes notes) {
    return firewall.specs().get("rules") instanceof List<?> list
        ? list.stream().flatMap(tree -> rule(firewall, tree, notes).stream())
        : Stream.empty();
  }

  private static Optional<FirewallRule> rule(Resource firewall, Object tree, Notes notes) {
    Optional<FirewallRule> rule = FirewallRule.of(tree);
    if (rule.isEmpty()) {
      notes.warn(firewall, "rule not understood: " + tree);
    }
    return rule;
  }

  /// What may be reached from the internet is published; without a firewall that is what stands at
  /// the edge.
  private static Workload published(
      Workload workload, List<FirewallRule> rules, List<Resource> firewalls, Notes notes) {
    Set<Integer> taken = new HashSet<>();
    List<Port> ports = new ArrayList<>();
    for (Port port : workload.ports()) {
      Optional<FirewallRule> opening =
          rules.stream()
              .filter(rule -> rule.to().equals(workload.name()) && rule.opens(port.container()))
              .findFirst();
      boolean open =
          rules.stream()
              .anyMatch(
                  rule ->
                      rule.isFromEverybody()
                          && rule.to().equals(workload.name())
                          && rule.opens(port.container()));
      boolean atEdge = firewalls.isEmpty() && EDGES.contains(workload.role());
      boolean isUdp = opening.filter(rule -> rule.protocol().equals("udp")).isPresent();
      OptionalInt host =
          port.isPublished() || !(open || atEdge) ? port.host() : OptionalInt.of(port.container());
      if (host.isPresent() && !taken.add(host.getAsInt())) {
        notes.warn(workload.resource(), "port " + host.getAsInt() + " is published once only");
        host = OptionalInt.empty();
      }
      ports.add(new Port(port.container(), host, isUdp ? "udp" : port.protocol()));
    }
    return new Workload(
        workload.resource(),
        workload.image(),
        workload.command(),
        workload.size(),
        workload.replicas(),
        ports,
        workload.env(),
        workload.mounts(),
        workload.files(),
        workload.networks(),
        workload.healthCheck(),
        workload.gpu(),
        workload.role(),
        workload.technologies(),
        workload.version(),
        workload.privileged(),
        workload.readOnly(),
        workload.user());
  }
}
