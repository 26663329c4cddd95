package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.PublishedPort;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whether two resources want the same port of the same machine.
final class PortClashes {

  private static final List<String> MACHINES = List.of("machine", "host", "node");

  /// @param machine the provider, and the machine where the resource names one
  private record Door(String machine, int port, String protocol) {}

  private final Map<Door, Map<String, String>> owners = new HashMap<>();
  private final Violations violations;

  private PortClashes(Violations violations) {
    this.violations = violations;
  }

  static void check(Blueprint blueprint, Violations violations) {
    PortClashes clashes = new PortClashes(violations);
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      for (PublishedPort port : PublishedPort.of(resource)) {
        clashes.claim(resource, port, "/resources/" + i + "/specs" + port.pointer());
      }
    }
  }

  private void claim(Resource resource, PublishedPort port, String pointer) {
    Door door = new Door(machine(resource), port.port(), port.protocol());
    Map<String, String> owned = owners.computeIfAbsent(door, _ -> new HashMap<>());
    String address = port.isEverywhere() ? "" : port.address();
    String owner =
        address.isEmpty()
            ? owned.values().stream().findFirst().orElse(null)
            : owned.getOrDefault(address, owned.get(""));
    if (owner != null) {
      fail(pointer, "port %d is taken on this machine by '%s'".formatted(port.port(), owner));
    } else if (count(resource) > 1) {
      fail(
          pointer,
          "port %d can belong to one of %d replicas only: put them behind a load balancer"
              .formatted(port.port(), count(resource)));
    }
    owned.putIfAbsent(address, resource.name());
  }

  private void fail(String pointer, String message) {
    violations.add(Violation.error(Rule.PORT_CLASH, pointer, message));
  }

  /// Several on a machine that is named, or on the one that Docker runs on.
  private static long count(Resource resource) {
    return switch (resource.provider()) {
      case DOCKER ->
          resource.specs().get("replicas") instanceof Number number ? number.longValue() : 1;
      case PROXMOX, FAKE -> 1;
    };
  }

  private static String machine(Resource resource) {
    Stream<String> named =
        MACHINES.stream()
            .map(key -> resource.specs().get(key))
            .filter(String.class::isInstance)
            .map(String.class::cast);
    return switch (resource.provider()) {
      case DOCKER, FAKE -> resource.provider().id() + " " + named.findFirst().orElse("");
      case PROXMOX ->
          resource.provider().id() + " " + named.findFirst().orElse("of " + resource.name());
    };
  }
}
