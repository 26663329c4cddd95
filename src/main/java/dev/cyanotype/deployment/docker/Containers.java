package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cyanotype.deployment.Engine.Progress;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.docker.DockerPart.Container;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Containers, one for each replica of a resource.
final class Containers {

  /// What Docker changes of a container that runs.
  static final Set<String> CHANGEABLE =
      Set.of(DockerPart.CPUS, DockerPart.MEMORY, DockerPart.RESTART);

  private final DockerApi api;
  private final DockerConfig config;
  private final Networks networks;
  private final Volumes volumes;
  private final ImagePull images;
  private final Readiness readiness;

  Containers(DockerApi api, DockerConfig config) {
    this.api = api;
    this.config = config;
    networks = new Networks(api);
    volumes = new Volumes(api);
    images = new ImagePull(api, config.pullTimeout());
    readiness = new Readiness(api, config);
  }

  List<ContainerState> of(String blueprintId) {
    return list(blueprintId, Labels.filter(blueprintId));
  }

  private List<ContainerState> of(String blueprintId, String resource) {
    return list(blueprintId, Labels.filter(blueprintId, resource));
  }

  private List<ContainerState> list(String blueprintId, String filter) {
    JsonNode list =
        api.get("/containers/json" + filter + "&all=true").orFail("list containers").body();
    Map<String, String> names =
        networks.of(blueprintId).stream()
            .collect(
                Collectors.toMap(
                    Networks.Found::name, one -> one.labels().resource(), (first, _) -> first));
    List<ContainerState> found = new ArrayList<>();
    for (JsonNode one : list) {
      DockerApi.Answer inspected = api.get("/containers/" + one.path("Id").asText() + "/json");
      if (inspected.status() != 404) {
        JsonNode container = inspected.orFail("see a container").body();
        found.add(ContainerState.of(container, names, path -> file(container, path)));
      }
    }
    return found;
  }

  private Optional<Container.File> file(JsonNode container, String path) {
    return api.find(
        "/containers/%s/archive?path=%s"
            .formatted(container.path("Id").asText(), DockerApi.encoded(path)),
        "read %s of a container".formatted(path),
        (_, tar) -> FileArchive.read(path, tar));
  }

  /// Makes what is missing, changes what differs, and removes what is too many.
  void bring(Target target, Container part, Progress progress) {
    List<ContainerState> there = of(target.blueprintId(), part.name());
    Map<Integer, ContainerState> current = current(there);
    there.stream()
        .filter(one -> !one.isOld() && !current.containsValue(one))
        .forEach(halfMade -> removeAtOnce(halfMade.id()));
    Work work = new Work(target, part, progress);
    work.makeMissing(current.keySet());
    for (int replica = 1; replica <= part.replicas(); replica++) {
      if (current.containsKey(replica)) {
        work.change(current.get(replica), replica);
      }
    }
    there.stream()
        .filter(one -> one.labels().replica() > part.replicas() || !current.containsValue(one))
        .forEach(this::remove);
  }

  /// By replica. Where a replacement broke off, the new one counts if it runs, else the old one.
  private static Map<Integer, ContainerState> current(List<ContainerState> there) {
    Map<Integer, ContainerState> current = new LinkedHashMap<>();
    there.forEach(one -> current.merge(one.labels().replica(), one, Containers::current));
    return current;
  }

  private static ContainerState current(ContainerState one, ContainerState other) {
    ContainerState made = one.isOld() ? other : one;
    ContainerState old = one.isOld() ? one : other;
    return made.isUp() ? made : old;
  }

  void delete(String blueprintId, String resource, Progress progress) {
    for (ContainerState container : of(blueprintId, resource)) {
      progress.says("stopping " + container.name());
      remove(container);
    }
  }

  private void remove(ContainerState container) {
    stop(container.id());
    removeAtOnce(container.id());
  }

  private void stop(String id) {
    DockerApi.Answer answer =
        api.post(
            "/containers/%s/stop?t=%d".formatted(id, config.stopTimeout().toSeconds()),
            null,
            config.stopTimeout());
    if (answer.status() != 404) {
      answer.orFail("stop a container");
    }
  }

  private void removeAtOnce(String id) {
    DockerApi.Answer answer = api.delete("/containers/" + id + "?force=true&v=true");
    boolean isGoing = answer.status() == 409 && answer.message().contains("already in progress");
    if (answer.status() != 404 && !isGoing) {
      answer.orFail("remove a container");
    }
  }

  /// Steps towards one resource.
  private final class Work {

    private final Target target;
    private final Container part;
    private final Progress progress;

    Work(Target target, Container part, Progress progress) {
      this.target = target;
      this.part = part;
      this.progress = progress;
    }

    /// All at once, and then waits for all.
    void makeMissing(Set<Integer> there) {
      List<String> made = new ArrayList<>();
      for (int replica = 1; replica <= part.replicas(); replica++) {
        if (!there.contains(replica)) {
          images.ensure(part.image(), progress);
          made.add(makeAndStart(replica));
        }
      }
      made.forEach(this::awaitNew);
    }

    private String makeAndStart(int replica) {
      String name = Names.of(target, part.name(), replica);
      progress.says("creating " + name);
      String id = make(name, replica);
      progress.says("starting " + name);
      start(id);
      return id;
    }

    private String make(String name, int replica) {
      List<String> networkNames = part.networks().stream().map(this::network).toList();
      Map<String, String> volumeNames = new LinkedHashMap<>();
      part.mounts().stream()
          .filter(mount -> !mount.isFolder())
          .forEach(mount -> volumeNames.put(mount.source(), volume(mount.source())));
      ContainerBody body = new ContainerBody(part, replica, config.startPeriod());
      DockerApi.Answer answer =
          api.post(
              "/containers/create?name=" + name,
              body.json(
                  Labels.written(target, part, replica), networkNames.getFirst(), volumeNames));
      if (answer.status() == 409) {
        throw EngineException.failed(
            "A container named %s is there that this blueprint did not make; rename or remove it"
                .formatted(name));
      }
      String id =
          answer.map(part::masked).orFail("create container " + name).body().path("Id").asText();
      ArrayNode aliases = body.aliases();
      networkNames.stream().skip(1).forEach(one -> networks.connect(one, id, aliases));
      putFiles(name, id);
      return id;
    }

    private void putFiles(String name, String id) {
      if (!part.files().isEmpty()) {
        api.put("/containers/" + id + "/archive?path=%2F", FileArchive.of(part.files()))
            .map(part::masked)
            .orFail("put files into " + name);
      }
    }

    private String network(String resource) {
      return networks.of(target.blueprintId(), resource).stream()
          .map(Networks.Found::name)
          .findFirst()
          .orElseThrow(() -> missing("network", resource));
    }

    private String volume(String resource) {
      return volumes.of(target.blueprintId(), resource).stream()
          .map(Volumes.Found::name)
          .findFirst()
          .orElseThrow(() -> missing("volume", resource));
    }

    private EngineException missing(String kind, String resource) {
      return EngineException.failed(
          "%s needs the %s %s, which is gone; deploy again".formatted(part.name(), kind, resource));
    }

    private void start(String id) {
      DockerApi.Answer answer = api.post("/containers/" + id + "/start", null);
      if (!answer.isGood() && answer.message().contains("port is already allocated")) {
        throw EngineException.failed(
            "Docker could not start %s: a port of the host that it publishes is in use, as it says: %s."
                    .formatted(part.name(), answer.message())
                + " Publish another one, or stop what uses it");
      }
      answer.map(part::masked).orFail("start " + part.name());
    }

    private void awaitNew(String id) {
      readiness.await(id, part, 0, progress);
      if (!part.restart().equals("no")) {
        ObjectNode policy = DockerApi.JSON.createObjectNode();
        policy.withObject("/RestartPolicy").put("Name", part.restart());
        api.post("/containers/" + id + "/update", policy).orFail("have restarted " + part.name());
      }
    }

    /// Makes one that is there as wanted.
    void change(ContainerState there, int replica) {
      Set<String> changed = changed(there);
      boolean canStay =
          CHANGEABLE.containsAll(changed) && part.settings().keySet().containsAll(changed);
      if (!canStay || there.isUnhealthy()) {
        replace(there, replica);
        return;
      }
      if (!changed.isEmpty()) {
        progress.says("changing limits of " + there.name());
        api.post("/containers/" + there.id() + "/update", limits())
            .orFail("change " + there.name());
      }
      if (there.isOld()) {
        rename(there.id(), Names.of(target, part.name(), replica));
      }
      run(there);
    }

    private Set<String> changed(ContainerState there) {
      Set<String> changed = new HashSet<>(Settings.changed(there.settings(), part.settings()));
      changed.remove(DockerPart.REPLICAS);
      boolean isFewer =
          Integer.parseInt(there.settings().getOrDefault(DockerPart.REPLICAS, "1"))
              > part.replicas();
      if (isFewer) {
        changed.add(DockerPart.REPLICAS);
      }
      return changed;
    }

    /// With as much swap as memory, as Docker gives where nothing is said.
    private ObjectNode limits() {
      ObjectNode limits = DockerApi.JSON.createObjectNode();
      if (part.memoryBytes() > 0) {
        limits.put("Memory", part.memoryBytes()).put("MemorySwap", 2 * part.memoryBytes());
      }
      if (part.nanoCpus() > 0) {
        limits.put("NanoCpus", part.nanoCpus());
      }
      limits.withObject("/RestartPolicy").put("Name", part.restart());
      return limits;
    }

    private void run(ContainerState there) {
      if (there.isUp() && Set.of("none", "healthy").contains(there.health())) {
        return;
      }
      if (there.isPaused()) {
        api.post("/containers/" + there.id() + "/unpause", null)
            .orFail("go on with " + part.name());
      } else if (!there.isUp()) {
        progress.says("starting " + there.name());
        start(there.id());
      }
      readiness.await(there.id(), part, there.restarts(), progress);
    }

    /// Beside the old one where nothing of theirs can belong to one only, else after it. Where the
    /// new one does not come to run, the old one comes back.
    private void replace(ContainerState old, int replica) {
      images.ensure(part.image(), progress);
      progress.says("replacing " + old.name());
      String oldName = old.isOld() ? old.name() : old.name() + Names.OLD;
      if (!old.isOld()) {
        others(old, replica).filter(ContainerState::isOld).forEach(Containers.this::remove);
        rename(old.id(), oldName);
      }
      try {
        if (!part.isShareable() || old.holdsSomething()) {
          stop(old.id());
        }
        awaitNew(makeAndStart(replica));
      } catch (EngineException e) {
        throw putBack(old, replica, e);
      }
      remove(old);
    }

    private EngineException putBack(ContainerState old, int replica, EngineException failure) {
      try {
        Cleanup.run(() -> putBack(old, replica));
        return failure;
      } catch (EngineException e) {
        String both =
            "%s The container before, %s, could not be put back: %s"
                .formatted(failure.getMessage(), old.name(), e.getMessage());
        return e.kind() == EngineException.Kind.UNREACHABLE
            ? EngineException.unreachable(both)
            : EngineException.failed(both);
      }
    }

    /// Where the old one is gone, another instance has made the new one.
    private void putBack(ContainerState old, int replica) {
      if (of(target.blueprintId(), part.name()).stream()
          .noneMatch(one -> one.id().equals(old.id()))) {
        return;
      }
      others(old, replica).forEach(one -> removeAtOnce(one.id()));
      rename(old.id(), old.name().replace(Names.OLD, ""));
      if (old.isUp()) {
        start(old.id());
      }
    }

    private Stream<ContainerState> others(ContainerState old, int replica) {
      return of(target.blueprintId(), part.name()).stream()
          .filter(one -> one.labels().replica() == replica && !one.id().equals(old.id()));
    }

    private void rename(String id, String name) {
      api.post("/containers/%s/rename?name=%s".formatted(id, name), null)
          .orFail("rename a container to " + name);
    }
  }
}
