package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Kubernetes manifests: a Deployment, or for what keeps data a StatefulSet, for each workload,
/// with the Service, claims, ConfigMap, autoscaler and Ingress that go with it, and network
/// policies for the firewall's rules.
final class KubernetesExporter implements Exporter {

  @Override
  public String comment() {
    return "#";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    List<Map<String, Object>> manifests =
        new KubernetesManifests(Topology.of(blueprint, notes), notes).all();
    if (manifests.isEmpty()) {
      return "# Nothing of this blueprint has a counterpart in Kubernetes.\n";
    }
    return manifests.stream()
        .map(YamlDocument::write)
        .collect(Collectors.joining("---\n", "---\n", ""));
  }
}
