package dev.cyanotype.blueprint.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Network policies out of a firewall's rules: what a rule allows to a workload or a network may
/// come in there, and nothing else. Policies have no order and deny nothing by name, so that a
/// `deny` is the policy that lets nothing in.
final class KubernetesPolicies {

  private final Topology topology;
  private final Notes notes;
  private final Function<String, Map<String, Object>> metadata;
  private final Function<Workload, Map<String, Object>> selector;
  private final UniqueNames names;

  KubernetesPolicies(
      Topology topology,
      Notes notes,
      Function<String, Map<String, Object>> metadata,
      Function<Workload, Map<String, Object>> selector) {
    this.topology = topology;
    this.notes = notes;
    this.metadata = metadata;
    this.selector = selector;
    this.names = UniqueNames.dnsLabels(notes);
  }

  List<Map<String, Object>> all() {
    topology
        .firewalls()
        .forEach(
            one -> notes.leftOut(one, java.util.Set.of("role", "kind", "rules"), "Kubernetes"));
    List<Map<String, Object>> policies = new ArrayList<>();
    for (Workload workload : topology.workloads()) {
      List<FirewallRule> rules =
          topology.rules().stream().filter(rule -> concerns(rule.to(), workload)).toList();
      if (!rules.isEmpty()) {
        policies.add(policy(workload, rules));
      }
    }
    warnOfRest();
    return policies;
  }

  private boolean concerns(String end, Workload workload) {
    return end.equals(workload.name())
        || topology.within(end).anyMatch(workload::equals)
        || FirewallRule.isEverybody(end);
  }

  private Map<String, Object> policy(Workload workload, List<FirewallRule> rules) {
    List<Object> ingress = new ArrayList<>();
    rules.stream().filter(FirewallRule::allows).forEach(rule -> addIngress(ingress, rule));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("podSelector", Map.of("matchLabels", selector.apply(workload)));
    spec.put("policyTypes", List.of("Ingress"));
    if (!ingress.isEmpty()) {
      spec.put("ingress", ingress.stream().distinct().toList());
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("apiVersion", "networking.k8s.io/v1");
    policy.put("kind", "NetworkPolicy");
    policy.put("metadata", metadata.apply(names.of(workload.name())));
    policy.put("spec", spec);
    return policy;
  }

  private void addIngress(List<Object> ingress, FirewallRule rule) {
    List<Object> peers = peers(rule);
    if (!peers.isEmpty()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("from", peers);
      List<Object> ports = ports(rule);
      if (!ports.isEmpty()) {
        entry.put("ports", ports);
      }
      ingress.add(entry);
    }
  }

  private List<Object> peers(FirewallRule rule) {
    if (rule.isFromEverybody()) {
      return List.of(Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0")));
    }
    return Stream.concat(topology.workload(rule.from()).stream(), topology.within(rule.from()))
        .map(one -> (Object) Map.of("podSelector", Map.of("matchLabels", selector.apply(one))))
        .distinct()
        .toList();
  }

  private static List<Object> ports(FirewallRule rule) {
    boolean any = rule.protocol().equals("any");
    if (any && rule.ports().isEmpty()) {
      return List.of();
    }
    return (any
            ? Stream.of("TCP", "UDP")
            : Stream.of(rule.protocol().toUpperCase(java.util.Locale.ROOT)))
        .map(protocol -> (Object) port(rule, protocol))
        .toList();
  }

  private static Map<String, Object> port(FirewallRule rule, String protocol) {
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("protocol", protocol);
    rule.ports()
        .ifPresent(
            range -> {
              port.put("port", range.first());
              if (range.last() > range.first()) {
                port.put("endPort", range.last());
              }
            });
    return port;
  }

  private void warnOfRest() {
    for (FirewallRule rule : topology.rules()) {
      boolean nowhere =
          topology.workloads().stream().noneMatch(workload -> concerns(rule.to(), workload));
      if (nowhere) {
        notes.warn("firewall rule left out, no pod is what it leads to: " + told(rule));
      } else if (rule.allows() && peers(rule).isEmpty()) {
        notes.warn("firewall rule left out, no pod is where it comes from: " + told(rule));
      } else if (!rule.allows() && !(rule.isFromEverybody() && rule.ports().isEmpty())) {
        notes.warn("a policy denies all that no rule allows, not one thing: " + told(rule));
      }
    }
  }

  private static String told(FirewallRule rule) {
    String ports =
        rule.ports()
            .map(
                range ->
                    range.first() == range.last()
                        ? "" + range.first()
                        : range.first() + "-" + range.last())
            .orElse("any port");
    return "%s to %s, %s".formatted(rule.from(), rule.to(), ports);
  }
}
