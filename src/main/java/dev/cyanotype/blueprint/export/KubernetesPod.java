package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.export.Workload.Command;
import dev.cyanotype.blueprint.export.Workload.File;
import dev.cyanotype.blueprint.export.Workload.Gpu;
import dev.cyanotype.blueprint.export.Workload.HealthCheck;
import dev.cyanotype.blueprint.export.Workload.Http;
import dev.cyanotype.blueprint.export.Workload.Mount;
import dev.cyanotype.blueprint.export.Workload.Port;
import dev.cyanotype.blueprint.export.Workload.Program;
import dev.cyanotype.blueprint.export.Workload.Tcp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// The pod template of one workload.
final class KubernetesPod {

  static final String CONFIG_KEY = "config.yaml";
  static final String CONFIG_FOLDER = "/etc/cyanotype";
  static final String CONFIG_PATH = CONFIG_FOLDER + "/" + CONFIG_KEY;
  static final String CONFIG_VOLUME = "cyanotype-config";
  static final String FILES_VOLUME = "cyanotype-files";

  private final KubernetesManifests manifests;
  private final Workload workload;
  private final Notes notes;
  private final List<Object> volumes = new ArrayList<>();
  private final List<Object> volumeMounts = new ArrayList<>();

  KubernetesPod(KubernetesManifests manifests, Workload workload) {
    this.manifests = manifests;
    this.workload = workload;
    this.notes = manifests.notes();
  }

  /// @param claimTemplates where the claims go that the workload's StatefulSet has to make
  Map<String, Object> template(List<Object> claimTemplates) {
    addVolumes(claimTemplates);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("automountServiceAccountToken", false);
    spec.put("containers", List.of(container()));
    putUnlessEmpty(spec, "volumes", volumes);
    if (workload.replicas().most() > 1) {
      spec.put("topologySpreadConstraints", List.of(spread()));
    }
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("metadata", metadata());
    template.put("spec", spec);
    return template;
  }

  /// Files that are mounted by themselves stay as they were when their ConfigMap changes, so other
  /// files are other pods.
  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("labels", manifests.podLabels(workload));
    if (!workload.files().isEmpty()) {
      metadata.put("annotations", Map.of("cyanotype.dev/files", checksum()));
    }
    return metadata;
  }

  private String checksum() {
    CRC32 checksum = new CRC32();
    workload
        .files()
        .forEach(file -> checksum.update(file.toString().getBytes(StandardCharsets.UTF_8)));
    return "%08x".formatted(checksum.getValue());
  }

  private Map<String, Object> container() {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", manifests.name(workload));
    container.put("image", image());
    putUnlessEmpty(
        container,
        "args",
        workload.command().stream().map(part -> text(EnvText.of(part))).toList());
    putUnlessEmpty(container, "env", env());
    putUnlessEmpty(
        container, "ports", workload.ports().stream().map(KubernetesPod::port).distinct().toList());
    putUnlessEmpty(container, "resources", resources());
    workload.healthCheck().ifPresent(check -> addProbes(container, check));
    putUnlessEmpty(container, "securityContext", rights());
    putUnlessEmpty(container, "volumeMounts", volumeMounts);
    return container;
  }

  private String image() {
    String image =
        ContainerSpecs.image(workload, notes)
            .orElseGet(
                () -> {
                  notes.warn(
                      workload.resource(),
                      "no image in the blueprint; the image is named after it, to be replaced");
                  return manifests.name(workload);
                });
    if (EnvText.of(image).references().findAny().isPresent()) {
      notes.warn(workload.resource(), "Kubernetes fills in no references in images: " + image);
    }
    return image;
  }

  /// What a value refers to is a variable of its own before it, from the Secret.
  private List<Object> env() {
    Map<String, Object> env = new LinkedHashMap<>();
    Stream.concat(workload.command().stream().map(EnvText::of), workload.env().values().stream())
        .flatMap(EnvText::references)
        .filter(name -> !workload.env().containsKey(name))
        .forEach(name -> env.putIfAbsent(name, secret(name, name)));
    workload.env().entrySet().stream()
        .filter(entry -> entry.getValue().isReference())
        .forEach(
            entry ->
                env.put(
                    entry.getKey(),
                    secret(entry.getKey(), entry.getValue().references().findFirst().get())));
    workload
        .env()
        .forEach(
            (name, value) -> {
              if (!value.isReference()) {
                env.put(name, variable(name, value));
              }
            });
    return List.copyOf(env.values());
  }

  private Map<String, Object> secret(String name, String key) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("name", manifests.secretsName());
    reference.put("key", key);
    Map<String, Object> variable = new LinkedHashMap<>();
    variable.put("name", name);
    variable.put("valueFrom", Map.of("secretKeyRef", reference));
    return variable;
  }

  private static Map<String, Object> variable(String name, EnvText value) {
    Map<String, Object> variable = new LinkedHashMap<>();
    variable.put("name", name);
    variable.put("value", text(value));
    return variable;
  }

  /// `$(NAME)` is Kubernetes' reference, and `$$` a `$`.
  private static String text(EnvText text) {
    return text.written(literal -> literal.replace("$", "$$"), name -> "$(" + name + ")");
  }

  private static Map<String, Object> port(Port port) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", KubernetesManifests.portName(port));
    map.put("containerPort", port.container());
    map.put("protocol", KubernetesManifests.protocol(port));
    return map;
  }

  private Map<String, Object> resources() {
    Map<String, Object> requests = new LinkedHashMap<>();
    Map<String, Object> limits = new LinkedHashMap<>();
    if (workload.cpus().signum() > 0) {
      requests.put("cpu", cpu());
    }
    if (workload.memoryBytes() > 0) {
      requests.put("memory", KubernetesManifests.binary(workload.memoryBytes()));
      limits.put("memory", KubernetesManifests.binary(workload.memoryBytes()));
    }
    if (workload.storageBytes() > 0 && !Topology.isStateful(workload)) {
      requests.put("ephemeral-storage", KubernetesManifests.binary(workload.storageBytes()));
    }
    workload.gpu().ifPresent(gpu -> addGpu(limits, gpu));
    Map<String, Object> resources = new LinkedHashMap<>();
    putUnlessEmpty(resources, "requests", requests);
    putUnlessEmpty(resources, "limits", limits);
    return resources;
  }

  private void addGpu(Map<String, Object> limits, Gpu gpu) {
    limits.put("nvidia.com/gpu", Integer.toString(gpu.count()));
    gpu.model()
        .ifPresent(
            model ->
                notes.warn(
                    workload.resource(), "cards are counted, not chosen by model: " + model));
  }

  private String cpu() {
    return workload.cpus().stripTrailingZeros().scale() <= 0
        ? ContainerSpecs.plain(workload.cpus())
        : ContainerSpecs.plain(
                workload.cpus().movePointRight(3).setScale(0, java.math.RoundingMode.CEILING))
            + "m";
  }

  private void addProbes(Map<String, Object> container, HealthCheck check) {
    container.put("readinessProbe", probe(check));
    container.put("livenessProbe", probe(check));
  }

  private static Map<String, Object> probe(HealthCheck check) {
    Map<String, Object> probe = new LinkedHashMap<>();
    switch (check.probe()) {
      case Http(String path, int port, boolean tls) -> {
        Map<String, Object> get = new LinkedHashMap<>();
        get.put("path", path);
        get.put("port", port);
        get.put("scheme", tls ? "HTTPS" : "HTTP");
        probe.put("httpGet", get);
      }
      case Tcp(int port) -> probe.put("tcpSocket", Map.of("port", port));
      case Command(String line) ->
          probe.put("exec", Map.of("command", List.of("/bin/sh", "-c", line)));
      case Program(List<String> words) -> probe.put("exec", Map.of("command", words));
    }
    check.interval().ifPresent(time -> probe.put("periodSeconds", seconds(time)));
    check.timeout().ifPresent(time -> probe.put("timeoutSeconds", seconds(time)));
    check.retries().ifPresent(retries -> probe.put("failureThreshold", retries));
    return probe;
  }

  private static int seconds(Duration duration) {
    return (int) Math.clamp(duration.toSeconds(), 1, Integer.MAX_VALUE);
  }

  private Map<String, Object> rights() {
    Map<String, Object> rights = new LinkedHashMap<>();
    if (workload.privileged()) {
      rights.put("privileged", true);
    }
    if (workload.readOnly()) {
      rights.put("readOnlyRootFilesystem", true);
    }
    workload.user().ifPresent(user -> addUser(rights, user));
    return rights;
  }

  private void addUser(Map<String, Object> rights, String user) {
    if (user.matches("\\d{1,9}")) {
      rights.put("runAsUser", Integer.parseInt(user));
    } else {
      notes.warn(workload.resource(), "Kubernetes takes users by number, left out: " + user);
    }
  }

  private void addVolumes(List<Object> claimTemplates) {
    for (Mount mount : ContainerSpecs.mounts(manifests.topology(), workload)) {
      if (ContainerSpecs.isHostPath(mount)) {
        notes.warn(workload.resource(), "a folder of the host is left out: " + mount.storage());
      } else {
        add(mount, claimTemplates);
      }
    }
    if (manifests.hasConfig(workload)) {
      volumes.add(configMap(CONFIG_VOLUME, configItems()));
      volumeMounts.add(mount(CONFIG_VOLUME, CONFIG_FOLDER, true));
    }
    workload.files().stream().filter(this::isInTheWay).forEach(this::warnOfLeftOut);
    addFiles(manifests.files(workload).stream().filter(file -> !isBesideConfig(file)).toList());
  }

  /// Each by itself, so that what else is in its folder stays there.
  private void addFiles(List<File> files) {
    if (!files.isEmpty()) {
      volumes.add(configMap(FILES_VOLUME, files.stream().map(this::item).toList()));
    }
    for (File file : files) {
      Map<String, Object> mount = mount(FILES_VOLUME, file.path(), true);
      mount.put("subPath", KubernetesManifests.fileKey(workload, file));
      volumeMounts.add(mount);
    }
  }

  /// Nothing can be mounted into the config's folder, which is read-only, so files of it come with
  /// the config. None for the whole of the ConfigMap.
  private List<Object> configItems() {
    List<File> files = manifests.files(workload);
    Stream<Object> beside =
        files.stream()
            .filter(this::isBesideConfig)
            .map(file -> item(file, file.path().substring(CONFIG_FOLDER.length() + 1)));
    return files.isEmpty()
        ? List.of()
        : Stream.concat(Stream.of(item(CONFIG_KEY, CONFIG_KEY)), beside).toList();
  }

  private boolean isBesideConfig(File file) {
    return manifests.hasConfig(workload) && file.path().startsWith(CONFIG_FOLDER + "/");
  }

  private boolean isInTheWay(File file) {
    return !manifests.files(workload).contains(file);
  }

  private void warnOfLeftOut(File file) {
    notes.warn(
        workload.resource(),
        "the file %s is left out, its config lies in %s".formatted(file.path(), CONFIG_PATH));
  }

  private Map<String, Object> configMap(String name, List<Object> items) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("name", manifests.name(workload));
    putUnlessEmpty(source, "items", items);
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("name", name);
    volume.put("configMap", source);
    return volume;
  }

  private Object item(File file) {
    return item(file, KubernetesManifests.fileKey(workload, file));
  }

  private Object item(File file, String path) {
    Map<String, Object> item = item(KubernetesManifests.fileKey(workload, file), path);
    file.mode().ifPresent(mode -> item.put("mode", mode));
    return item;
  }

  /// @param path in the volume
  private static Map<String, Object> item(String key, String path) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("key", key);
    item.put("path", path);
    return item;
  }

  private void add(Mount mount, List<Object> claimTemplates) {
    String claim = manifests.claim(workload, mount, claimTemplates);
    volumeMounts.add(mount(claim, Topology.path(workload, mount, notes), mount.readOnly()));
    if (!manifests.isClaimTemplate(mount)) {
      Map<String, Object> volume = new LinkedHashMap<>();
      volume.put("name", claim);
      volume.put("persistentVolumeClaim", Map.of("claimName", claim));
      volumes.add(volume);
    }
  }

  private static Map<String, Object> mount(String name, String path, boolean readOnly) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("name", name);
    mount.put("mountPath", path);
    if (readOnly) {
      mount.put("readOnly", true);
    }
    return mount;
  }

  private Map<String, Object> spread() {
    Map<String, Object> spread = new LinkedHashMap<>();
    boolean zones = workload.resource().specs().containsKey("availability_zones");
    spread.put("maxSkew", 1);
    spread.put("topologyKey", zones ? "topology.kubernetes.io/zone" : "kubernetes.io/hostname");
    spread.put("whenUnsatisfiable", "ScheduleAnyway");
    spread.put("labelSelector", Map.of("matchLabels", manifests.selector(workload)));
    return spread;
  }

  private static void putUnlessEmpty(Map<String, Object> map, String key, Object value) {
    boolean isEmpty =
        switch (value) {
          case Map<?, ?> inner -> inner.isEmpty();
          case List<?> list -> list.isEmpty();
          default -> false;
        };
    if (!isEmpty) {
      map.put(key, value);
    }
  }
}
