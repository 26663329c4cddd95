package dev.cyanotype.deployment.docker;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.export.ContainerSpecs;
import dev.cyanotype.blueprint.export.Notes;
import dev.cyanotype.blueprint.export.Topology;
import dev.cyanotype.blueprint.export.Warning;
import dev.cyanotype.blueprint.export.Workload;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.Wanted;
import dev.cyanotype.deployment.WantedResource;
import dev.cyanotype.problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What Docker would make of a blueprint: networks become bridges, storage volumes, what runs
/// containers. Containers that name no network are in one that all such share, and what keeps data
/// without naming a volume has one of its own.
final class DockerDesign {

  private static final String FORMAT = "Docker";

  private final Blueprint blueprint;
  private final Notes notes = Notes.keepingSecrets();
  private final List<FieldError> errors = new ArrayList<>();
  private final Topology topology;
  private final String sharedNetwork;
  private final Map<String, DockerPart> parts = new LinkedHashMap<>();

  /// @param isHostOpen whether containers may have folders of the host and be privileged
  /// @throws EngineException refused
  static DockerDesign of(Blueprint blueprint, SuppliedSecrets secrets, boolean isHostOpen) {
    DockerDesign design = new DockerDesign(blueprint);
    design.read(new ContainerReading(design, secrets, isHostOpen));
    design.checkErrors();
    return design;
  }

  private void checkErrors() {
    if (!errors.isEmpty()) {
      throw EngineException.refused(errors);
    }
  }

  /// @throws EngineException refused, where a container may use more than there is
  void checkFits(Machine machine) {
    for (Resource resource : blueprint.resources()) {
      if (parts.get(resource.name()) instanceof DockerPart.Container container) {
        checkFits(machine, resource, container);
      }
    }
    checkErrors();
  }

  private void checkFits(Machine machine, Resource resource, DockerPart.Container container) {
    if (!machine.hasProcessors(container.nanoCpus())) {
      refuse(
          resource,
          "cpu",
          "asks for %s processors, and Docker's host has %d; ask for at most as many, for a template by a smaller scale_factor"
              .formatted(DockerPart.Container.cpus(container.nanoCpus()), machine.processors()));
    }
    if (!machine.hasMemory(container.memoryBytes())) {
      notes.warn(resource, "its memory limit is more than Docker's host has");
    }
  }

  private DockerDesign(Blueprint blueprint) {
    this.blueprint = blueprint;
    topology = Topology.of(blueprint, notes);
    sharedNetwork = free("default-network");
  }

  private String free(String name) {
    String candidate = name;
    while (blueprint.resource(candidate).isPresent()) {
      candidate += "-own";
    }
    return candidate;
  }

  private void read(ContainerReading reading) {
    Map<String, DockerPart.Container> containers = new LinkedHashMap<>();
    topology
        .workloads()
        .forEach(one -> reading.read(one).ifPresent(c -> containers.put(c.name(), c)));
    addWhatIsShared(containers.values().stream().toList());
    for (Resource resource : blueprint.resources()) {
      switch (resource.type()) {
        case COMPUTE, SERVICE -> add(containers.get(resource.name()));
        case STORAGE -> add(volume(resource));
        case NETWORK ->
            add(topology.networks().containsKey(resource.name()) ? network(resource) : null);
      }
    }
    ContainerSpecs.warnOfTheRest(topology, notes, FORMAT);
  }

  private void add(DockerPart part) {
    if (part != null) {
      parts.put(part.name(), part);
    }
  }

  private void addWhatIsShared(List<DockerPart.Container> containers) {
    if (containers.stream().anyMatch(one -> one.networks().contains(sharedNetwork))) {
      add(new DockerPart.Network(sharedNetwork, List.of(), Optional.empty(), false));
    }
    containers.stream()
        .flatMap(one -> one.mounts().stream())
        .filter(mount -> !mount.isFolder() && !topology.storages().containsKey(mount.source()))
        .forEach(mount -> add(new DockerPart.Volume(mount.source(), List.of())));
  }

  private DockerPart.Network network(Resource resource) {
    notes.leftOut(resource, Set.of("role", "kind", "cidr", "internal"), FORMAT);
    return new DockerPart.Network(
        resource.name(),
        passiveDependencies(resource),
        Topology.cidr(resource, notes),
        Topology.isInternal(resource));
  }

  private DockerPart.Volume volume(Resource resource) {
    if (topology.usersOf(resource.name()).findAny().isEmpty()) {
      notes.warn(resource, "a volume that no container mounts");
    }
    notes.leftOut(resource, Set.of("role", "kind"), FORMAT);
    return new DockerPart.Volume(resource.name(), passiveDependencies(resource));
  }

  /// Containers come behind what they are in, so that does not wait for them.
  private List<String> passiveDependencies(Resource resource) {
    return resource.dependencies().stream()
        .filter(
            name -> topology.networks().containsKey(name) || topology.storages().containsKey(name))
        .toList();
  }

  /// The names of a container's networks, at least one.
  List<String> networks(Workload workload) {
    ContainerSpecs.warnOfUnknownNetworks(topology, workload, notes);
    List<String> named = topology.networksOf(workload);
    return named.isEmpty() ? List.of(sharedNetwork) : named;
  }

  /// What has to be there before a container.
  List<String> dependencies(Workload workload, List<String> networks, Stream<String> volumes) {
    Stream<String> declared =
        workload.resource().dependencies().stream()
            .filter(
                name ->
                    topology.workload(name).isPresent()
                        || topology.networks().containsKey(name)
                        || topology.storages().containsKey(name));
    return Stream.of(declared, networks.stream(), volumes).flatMap(one -> one).distinct().toList();
  }

  boolean isReachable(List<String> networks) {
    return networks.stream()
        .anyMatch(
            name ->
                name.equals(sharedNetwork) || !Topology.isInternal(topology.networks().get(name)));
  }

  Topology topology() {
    return topology;
  }

  Notes notes() {
    return notes;
  }

  void refuse(Resource resource, String key, String message) {
    String pointer =
        "/resources/%d/specs/%s".formatted(blueprint.resources().indexOf(resource), key);
    errors.add(new FieldError(pointer, message));
  }

  /// A key below another one, for [#refuse].
  static String below(String parent, String key) {
    return parent + "/" + JsonPointers.escape(key);
  }

  /// Empty where the blueprint has no such resource, or Docker nothing for it.
  Optional<DockerPart> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  Wanted wanted() {
    return new Wanted(
        parts.values().stream()
            .map(
                one ->
                    new WantedResource(one.name(), one.type(), one.dependencies(), one.settings()))
            .toList(),
        notes.warnings().stream().map(Warning::toString).toList());
  }
}
