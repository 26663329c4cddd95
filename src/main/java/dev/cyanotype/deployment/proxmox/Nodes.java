package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.EngineException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The cluster's nodes that guests can be made on.
final class Nodes {

  private final ProxmoxApi api;
  private final ProxmoxConfig config;

  Nodes(ProxmoxApi api, ProxmoxConfig config) {
    this.api = api;
    this.config = config;
  }

  /// The configured one, or all that are online, the one with the most free memory first.
  ///
  /// @throws EngineException where there is none
  List<String> usable() {
    List<JsonNode> nodes = StreamSupport.stream(api.get("/nodes").spliterator(), false).toList();
    List<String> names =
        nodes.stream()
            .filter(one -> one.path("status").asText().equals("online"))
            .sorted(Comparator.comparingLong(Nodes::freeBytes).reversed())
            .map(one -> one.path("node").asText())
            .filter(name -> config.node().map(name::equals).orElse(true))
            .toList();
    if (names.isEmpty()) {
      throw EngineException.failed(
          config
              .node()
              .map(one -> "there is no node %s online in Proxmox VE".formatted(one))
              .orElse("no node of Proxmox VE is online"));
    }
    return names;
  }

  /// Without the privilege Sys.Audit nodes say nothing of their memory, and are all alike.
  private static long freeBytes(JsonNode node) {
    return node.path("maxmem").asLong() - node.path("mem").asLong();
  }

  /// Which of these bridges a node has not.
  Set<String> bridgesMissing(String node, Collection<String> wanted) {
    Set<String> there =
        StreamSupport.stream(
                api.get(
                        ProxmoxApi.path("nodes", node, "network"),
                        java.util.Map.of("type", "any_bridge"))
                    .spliterator(),
                false)
            .map(one -> one.path("iface").asText())
            .collect(Collectors.toSet());
    return wanted.stream().filter(one -> !there.contains(one)).collect(Collectors.toSet());
  }
}
