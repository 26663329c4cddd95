package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.cost.Size;
import dev.cyanotype.blueprint.export.Workload.File;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import dev.cyanotype.blueprint.export.Workload.Replicas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The manifests of one blueprint. Every value of the blueprint stands in the tree of a document,
/// which the YAML writer quotes.
final class KubernetesManifests {

  static final String FORMAT = "Kubernetes";
  private static final String LABEL = "cyanotype.dev/";
  private static final long DEFAULT_CLAIM = 10L << 30;

  private final Topology topology;
  private final Notes notes;
  private final UniqueNames names;
  private final UniqueNames claims;
  private final String secrets;
  private final Set<String> claimedByTemplate = new LinkedHashSet<>();
  private final List<Map<String, Object>> manifests = new ArrayList<>();

  KubernetesManifests(Topology topology, Notes notes) {
    this.topology = topology;
    this.notes = notes;
    names = UniqueNames.dnsLabels(notes);
    claims = UniqueNames.dnsLabels(notes, KubernetesPod.CONFIG_VOLUME, KubernetesPod.FILES_VOLUME);
    secrets = UniqueNames.dnsLabel(topology.blueprint().name()) + "-secrets";
  }

  List<Map<String, Object>> all() {
    topology.workloads().forEach(this::add);
    topology.storages().values().stream()
        .filter(storage -> !claimedByTemplate.contains(storage.name()))
        .forEach(this::addClaim);
    manifests.addAll(new KubernetesPolicies(topology, notes, this::metadata, this::selector).all());
    warnOfTheRest();
    remarkOnSecrets();
    return manifests;
  }

  private void add(Workload workload) {
    if (hasConfig(workload) || !workload.files().isEmpty()) {
      manifests.add(configMap(workload));
    }
    manifests.add(runner(workload));
    if (!workload.ports().isEmpty() || isStatefulSet(workload)) {
      manifests.add(service(workload));
    }
    if (workload.replicas().isScaled()) {
      manifests.add(autoscaler(workload));
    }
    if (workload.resource().specs().get("domain") instanceof String domain) {
      addIngress(workload, domain);
    }
    ContainerSpecs.warnOfMachine(workload, notes);
    notes.leftOut(workload.resource(), expressed(workload), FORMAT);
  }

  private static Set<String> expressed(Workload workload) {
    Set<String> expressed = new LinkedHashSet<>(ContainerSpecs.EXPRESSED);
    expressed.addAll(
        List.of("config", "autoscaling", "min_replicas", "max_replicas", "availability_zones"));
    expressed.add("storage");
    if (workload.resource().specs().get("domain") instanceof String) {
      expressed.add("domain");
    }
    return expressed;
  }

  private static boolean isStatefulSet(Workload workload) {
    return Topology.isStateful(workload);
  }

  private Map<String, Object> runner(Workload workload) {
    boolean stateful = isStatefulSet(workload);
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!workload.replicas().isScaled()) {
      spec.put("replicas", workload.replicas().least());
    }
    if (stateful) {
      spec.put("serviceName", names.of(workload.name()));
    }
    spec.put("selector", Map.of("matchLabels", selector(workload)));
    List<Object> templates = new ArrayList<>();
    spec.put("template", new KubernetesPod(this, workload).template(templates));
    if (!templates.isEmpty()) {
      spec.put("volumeClaimTemplates", templates);
    }
    return manifest("apps/v1", stateful ? "StatefulSet" : "Deployment", workload, spec);
  }

  /// @return the name of the claim that a mount of a workload goes to, which is made here where it
  ///     is the workload's own
  String claim(Workload workload, Mount mount, List<Object> templates) {
    String claim = claims.of(mount.storage());
    Resource storage = topology.storages().get(mount.storage());
    boolean own = storage == null || topology.usersOf(mount.storage()).count() == 1;
    if (own && isStatefulSet(workload)) {
      claimedByTemplate.add(mount.storage());
      long bytes = storage == null ? workload.storageBytes() : bytes(storage);
      Map<String, Object> template = new LinkedHashMap<>();
      template.put("metadata", Map.of("name", claim));
      template.put("spec", claimSpec(bytes, "ReadWriteOnce"));
      templates.add(template);
      if (storage != null) {
        notes.leftOut(storage, Set.of("role", "kind", "size"), FORMAT);
      }
    } else if (!own) {
      notes.warn(storage, "shared by several workloads, so its class has to allow ReadWriteMany");
    }
    return claim;
  }

  boolean isClaimTemplate(Mount mount) {
    return claimedByTemplate.contains(mount.storage());
  }

  private void addClaim(Resource storage) {
    long users = topology.usersOf(storage.name()).count();
    Map<String, Object> manifest =
        manifest(
            "v1",
            "PersistentVolumeClaim",
            metadata(claims.of(storage.name()), labels(storage)),
            claimSpec(bytes(storage), users > 1 ? "ReadWriteMany" : "ReadWriteOnce"));
    manifests.add(manifest);
    if (users == 0) {
      notes.warn(storage, "a claim that nothing mounts");
    }
    notes.leftOut(storage, Set.of("role", "kind", "size"), FORMAT);
  }

  private static long bytes(Resource storage) {
    return Workload.bytes(Size.of(storage.specs()).storageGb());
  }

  private static Map<String, Object> claimSpec(long bytes, String mode) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("accessModes", List.of(mode));
    spec.put(
        "resources",
        Map.of("requests", Map.of("storage", binary(bytes > 0 ? bytes : DEFAULT_CLAIM))));
    return spec;
  }

  /// Kubernetes' quantities: `4Gi`, `512Mi`.
  static String binary(long bytes) {
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "Gi";
    }
    return bytes % (1L << 20) == 0 ? (bytes >> 20) + "Mi" : Long.toString(bytes);
  }

  private Map<String, Object> service(Workload workload) {
    Map<String, Object> spec = new LinkedHashMap<>();
    boolean published = workload.ports().stream().anyMatch(Port::isPublished);
    if (published) {
      spec.put("type", "LoadBalancer");
    } else if (isStatefulSet(workload)) {
      spec.put("clusterIP", "None");
    }
    spec.put("selector", selector(workload));
    List<?> ports = List.copyOf(servicePorts(workload).values());
    if (!ports.isEmpty()) {
      spec.put("ports", ports);
    }
    if (published && workload.ports().stream().anyMatch(port -> !port.isPublished())) {
      notes.warn(
          workload.resource(), "its Service is reachable from outside with all of its ports");
    }
    return manifest("v1", "Service", workload, spec);
  }

  private Map<String, Object> servicePorts(Workload workload) {
    Map<String, Object> ports = new LinkedHashMap<>();
    for (Port port : workload.ports()) {
      int number = port.host().orElse(port.container());
      String name = port.protocol() + "-" + number;
      Object service = servicePort(name, number, port);
      Object earlier = ports.putIfAbsent(name, service);
      if (earlier != null && !earlier.equals(service)) {
        notes.warn(workload.resource(), "port " + number + " of its Service is taken already");
      }
    }
    return ports;
  }

  private static Map<String, Object> servicePort(String name, int number, Port port) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("port", number);
    map.put("targetPort", portName(port));
    map.put("protocol", protocol(port));
    return map;
  }

  private static int servicePort(Workload workload) {
    Port first = workload.ports().getFirst();
    return first.host().orElse(first.container());
  }

  static String portName(Port port) {
    return port.protocol() + "-" + port.container();
  }

  static String protocol(Port port) {
    return port.protocol().toUpperCase(java.util.Locale.ROOT);
  }

  private Map<String, Object> autoscaler(Workload workload) {
    Replicas replicas = workload.replicas();
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("apiVersion", "apps/v1");
    target.put("kind", isStatefulSet(workload) ? "StatefulSet" : "Deployment");
    target.put("name", names.of(workload.name()));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("scaleTargetRef", target);
    spec.put("minReplicas", replicas.least());
    spec.put("maxReplicas", replicas.most());
    if (replicas.targetCpuPercent().isPresent()) {
      Map<String, Object> use = new LinkedHashMap<>();
      use.put("type", "Utilization");
      use.put("averageUtilization", replicas.targetCpuPercent().getAsInt());
      Map<String, Object> cpu = new LinkedHashMap<>();
      cpu.put("name", "cpu");
      cpu.put("target", use);
      Map<String, Object> metric = new LinkedHashMap<>();
      metric.put("type", "Resource");
      metric.put("resource", cpu);
      spec.put("metrics", List.of(metric));
    }
    return manifest("autoscaling/v2", "HorizontalPodAutoscaler", workload, spec);
  }

  private void addIngress(Workload workload, String domain) {
    if (workload.ports().isEmpty() || !domain.matches("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      notes.warn(workload.resource(), "no Ingress, it needs a port and a domain name: " + domain);
      return;
    }
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("name", names.of(workload.name()));
    service.put("port", Map.of("number", servicePort(workload)));
    Map<String, Object> path = new LinkedHashMap<>();
    path.put("path", "/");
    path.put("pathType", "Prefix");
    path.put("backend", Map.of("service", service));
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("host", domain);
    rule.put("http", Map.of("paths", List.of(path)));
    manifests.add(
        manifest("networking.k8s.io/v1", "Ingress", workload, Map.of("rules", List.of(rule))));
  }

  private Map<String, Object> configMap(Workload workload) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", "v1");
    manifest.put("kind", "ConfigMap");
    manifest.put("metadata", metadata(names.of(workload.name()), labels(workload.resource())));
    Map<String, Object> data = new LinkedHashMap<>();
    if (hasConfig(workload)) {
      data.put(KubernetesPod.CONFIG_KEY, config(workload));
    }
    files(workload).forEach(file -> data.put(fileKey(workload, file), file.content()));
    manifest.put("data", data);
    return manifest;
  }

  private String config(Workload workload) {
    Object config = workload.resource().specs().get("config");
    Object open = InlineSecrets.without(config);
    if (!open.equals(config)) {
      notes.warn(workload.resource(), "secrets among its config are left out of the ConfigMap");
    }
    notes.warn(
        workload.resource(),
        "its config lies in " + KubernetesPod.CONFIG_PATH + "; the image has to read it there");
    return YamlDocument.write(open);
  }

  /// What a file is in the ConfigMap: `1-nginx.conf`.
  static String fileKey(Workload workload, File file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return workload.files().indexOf(file) + 1 + "-" + name.replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /// Its files but for those in the place of its config.
  List<File> files(Workload workload) {
    return workload.files().stream()
        .filter(file -> !hasConfig(workload) || !isInPlaceOfConfig(file.path()))
        .toList();
  }

  private static boolean isInPlaceOfConfig(String path) {
    return (KubernetesPod.CONFIG_PATH + "/").startsWith(path + "/")
        || path.startsWith(KubernetesPod.CONFIG_PATH + "/");
  }

  boolean hasConfig(Workload workload) {
    return workload.resource().specs().get("config") instanceof Map<?, ?> map && !map.isEmpty();
  }

  Topology topology() {
    return topology;
  }

  Notes notes() {
    return notes;
  }

  String name(Workload workload) {
    return names.of(workload.name());
  }

  String secretsName() {
    return secrets;
  }

  private Map<String, Object> manifest(
      String apiVersion, String kind, Workload workload, Map<String, Object> spec) {
    return manifest(
        apiVersion, kind, metadata(names.of(workload.name()), labels(workload.resource())), spec);
  }

  private static Map<String, Object> manifest(
      String apiVersion, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("apiVersion", apiVersion);
    manifest.put("kind", kind);
    manifest.put("metadata", metadata);
    manifest.put("spec", spec);
    return manifest;
  }

  private Map<String, Object> metadata(String name) {
    return metadata(name, partOf());
  }

  private static Map<String, Object> metadata(String name, Map<String, Object> labels) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("labels", labels);
    return metadata;
  }

  /// What a workload's pods are told by.
  Map<String, Object> selector(Workload workload) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", names.of(workload.name()));
    labels.put("app.kubernetes.io/part-of", UniqueNames.dnsLabel(topology.blueprint().name()));
    return labels;
  }

  /// The labels of a workload's pods: what tells them, and the networks that they are in.
  Map<String, Object> podLabels(Workload workload) {
    Map<String, Object> labels = new LinkedHashMap<>(selector(workload));
    labels.putAll(labels(workload.resource()));
    return labels;
  }

  private Map<String, Object> labels(Resource resource) {
    Map<String, Object> labels = new LinkedHashMap<>(partOf());
    putLabel(labels, "role", resource.specs().get("role"));
    putLabel(labels, "version", resource.specs().get("version"));
    putLabel(labels, "technology", first(resource.specs().get("technology")));
    return labels;
  }

  private Map<String, Object> partOf() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/part-of", UniqueNames.dnsLabel(topology.blueprint().name()));
    labels.put("app.kubernetes.io/managed-by", "cyanotype");
    return labels;
  }

  private static Object first(Object value) {
    return value instanceof List<?> list && !list.isEmpty() ? list.getFirst() : value;
  }

  private static void putLabel(Map<String, Object> labels, String key, Object value) {
    if (value instanceof String || value instanceof Number) {
      String text = value.toString().replaceAll("[^A-Za-z0-9._-]+", "-");
      String label =
          text.substring(0, Math.min(63, text.length()))
              .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
      labels.put(LABEL + key, label);
    }
  }

  private void warnOfTheRest() {
    topology
        .networks()
        .values()
        .forEach(
            network ->
                notes.warn(
                    network,
                    "left out, pods share the cluster's network; policies tell them apart"));
    topology
        .others()
        .forEach(other -> notes.warn(other, "left out, Kubernetes has no " + Topology.kind(other)));
  }

  private void remarkOnSecrets() {
    List<String> references = ContainerSpecs.references(topology);
    if (!references.isEmpty()) {
      notes.remark(
          "Needs a Secret " + secrets + " with the keys " + String.join(", ", references) + ".");
    }
  }
}
