package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.export.Workload.Port;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/// The ports of one host, each of which one container can have. Not thread-safe.
final class HostPorts {

  private final Set<String> taken = new HashSet<>();
  private final Notes notes;

  HostPorts(Notes notes) {
    this.notes = notes;
  }

  /// The port of the host, or none where the host chooses one by itself.
  OptionalInt take(Workload workload, Port port) {
    int wanted = port.host().orElseThrow();
    if (workload.replicas().least() > 1) {
      notes.warn(
          workload.resource(),
          "port %d of several replicas cannot be the same of one host; the host chooses"
              .formatted(wanted));
      return OptionalInt.empty();
    }
    if (!taken.add(wanted + "/" + port.protocol())) {
      notes.warn(
          workload.resource(),
          "port %d of the host is another container's; the host chooses".formatted(wanted));
      return OptionalInt.empty();
    }
    return OptionalInt.of(wanted);
  }
}
