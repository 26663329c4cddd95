package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.Wanted;
import dev.cyanotype.deployment.WantedResource;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/// A Docker Engine, or what speaks its API, from version 1.30 on.
@ApplicationScoped
@Unremovable
public class DockerEngine implements Engine {

  private static final Duration GLANCE = Duration.ofSeconds(3);

  private final DockerConfig config;
  private final SuppliedSecrets secrets;
  private volatile DockerApi api;

  @Inject
  DockerEngine(DockerConfig config, Config values) {
    this(config, SuppliedSecrets.of(values));
  }

  DockerEngine(DockerConfig config, SuppliedSecrets secrets) {
    this.config = config;
    this.secrets = secrets;
  }

  @Override
  public String id() {
    return "docker";
  }

  @Override
  public Optional<String> unconfigured() {
    try {
      DockerAddress.of(config);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public Optional<String> unavailable() {
    try {
      api().negotiate(GLANCE);
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e.getMessage());
    }
  }

  private DockerApi api() {
    DockerApi known = api;
    if (known == null) {
      known = connect();
      api = known;
    }
    return known;
  }

  private DockerApi connect() {
    try {
      DockerAddress address = DockerAddress.of(config);
      Transport transport =
          switch (address) {
            case DockerAddress.Unix unix -> new UnixTransport(unix.socket());
            case DockerAddress.Tcp tcp -> new TcpTransport(tcp);
          };
      return new DockerApi(address.toString(), transport, config.timeout());
    } catch (IllegalArgumentException | IOException e) {
      throw EngineException.unreachable("Docker cannot be asked: " + e.getMessage());
    }
  }

  @Override
  public Wanted wanted(Target target) {
    DockerDesign design = design(target);
    Machine.of(api()).ifPresent(design::checkFits);
    return design.wanted();
  }

  private DockerDesign design(Target target) {
    return DockerDesign.of(target.blueprint(), secrets, config.allowHostAccess());
  }

  @Override
  public List<ActualResource> actual(String blueprintId) {
    List<ActualResource> actual = new ArrayList<>();
    new Networks(api()).of(blueprintId).forEach(one -> actual.add(one.actual()));
    new Volumes(api()).of(blueprintId).forEach(one -> actual.add(one.actual()));
    Map<String, List<ContainerState>> containers =
        new Containers(api(), config)
            .of(blueprintId).stream()
                .collect(Collectors.groupingBy(one -> one.labels().resource()));
    containers.values().forEach(replicas -> actual.add(ActualContainers.of(replicas)));
    return actual;
  }

  @Override
  public boolean canChangeInPlace(WantedResource wanted, ActualResource actual) {
    Set<String> changed = new HashSet<>(Settings.changed(actual.settings(), wanted.settings()));
    if (isMore(wanted, actual)) {
      changed.remove(DockerPart.REPLICAS);
    }
    return actual.state() != ActualResource.State.UNHEALTHY
        && Containers.CHANGEABLE.containsAll(changed)
        && wanted.settings().keySet().containsAll(changed);
  }

  private static boolean isMore(WantedResource wanted, ActualResource actual) {
    return ActualContainers.replicas(wanted.settings())
        > ActualContainers.replicas(actual.settings());
  }

  @Override
  public void create(Target target, WantedResource wanted, Progress progress) {
    bring(target, wanted.name(), progress);
  }

  @Override
  public void update(
      Target target, WantedResource wanted, ActualResource actual, Progress progress) {
    bring(target, wanted.name(), progress);
  }

  private void bring(Target target, String name, Progress progress) {
    DockerPart part =
        design(target)
            .part(name)
            .orElseThrow(() -> EngineException.failed("The blueprint has no %s".formatted(name)));
    switch (part) {
      case DockerPart.Network network -> new Networks(api()).bring(target, network, progress);
      case DockerPart.Volume volume -> new Volumes(api()).bring(target, volume, progress);
      case DockerPart.Container container ->
          new Containers(api(), config).bring(target, container, progress);
    }
  }

  @Override
  public void delete(ActualResource actual, Progress progress) {
    switch (actual.type()) {
      case NETWORK -> new Networks(api()).delete(actual.blueprintId(), actual.name(), progress);
      case STORAGE -> new Volumes(api()).delete(actual.blueprintId(), actual.name(), progress);
      case COMPUTE, SERVICE ->
          new Containers(api(), config).delete(actual.blueprintId(), actual.name(), progress);
    }
  }
}
