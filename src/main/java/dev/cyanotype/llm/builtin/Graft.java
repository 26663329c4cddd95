package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes a part of one blueprint over into another: the part's own resources and what they cannot
/// do without. Networks, and what the receiving blueprint has of the same kind, are the
/// receiver's.
final class Graft {

  private final List<Resource> receiver;
  private final Map<String, Resource> donor = new LinkedHashMap<>();
  private final Parts.Part part;
  private final Set<String> leaves;
  private final Map<String, String> renamed = new HashMap<>();
  private final Set<String> gone = new LinkedHashSet<>();
  private final Set<String> taken = new LinkedHashSet<>();

  private Graft(
      List<Resource> receiver, List<Resource> donor, Parts.Part part, Set<String> wantedRoles) {
    this.receiver = receiver;
    this.part = part;
    donor.forEach(resource -> this.donor.putIfAbsent(resource.name(), resource));
    leaves = new HashSet<>(Parts.LEAVES);
    leaves.addAll(part.leaves());
    leaves.removeAll(part.roles());
    leaves.removeAll(wantedRoles);
  }

  /// @param wantedRoles roles to bring along though the part can do without
  /// @return the resources to add; none where the donor does not have the part
  static List<Resource> of(
      List<Resource> receiver,
      List<Resource> donor,
      Parts.Part part,
      String wanted,
      Set<String> wantedRoles) {
    Graft graft = new Graft(receiver, donor, part, wantedRoles);
    donor.stream()
        .filter(resource -> Parts.is(resource, wanted))
        .forEach(resource -> graft.take(resource.name()));
    return graft.resources();
  }

  private void take(String name) {
    if (taken.add(name)) {
      donor.get(name).dependencies().stream().filter(donor::containsKey).forEach(this::settle);
    }
  }

  /// Decides what becomes of something that a taken resource depends on.
  private void settle(String name) {
    if (renamed.containsKey(name) || gone.contains(name) || taken.contains(name)) {
      return;
    }
    Resource resource = donor.get(name);
    Optional<String> own = counterpart(resource);
    if (own.isPresent()) {
      renamed.put(name, own.get());
    } else if (isLeft(resource)) {
      gone.add(name);
    } else {
      take(name);
    }
  }

  private boolean isLeft(Resource resource) {
    return !part.is(resource) && leaves.contains(new Tier(resource).role());
  }

  private Optional<String> counterpart(Resource resource) {
    return new Tier(resource).isNetwork() ? network(resource) : ofSameKind(resource);
  }

  /// The receiver's network that is most like it: of the same name, with a word of its name, or the
  /// one that serves the users.
  private Optional<String> network(Resource network) {
    List<Resource> own = receiver.stream().filter(r -> new Tier(r).isNetwork()).toList();
    return own.stream()
        .map(Resource::name)
        .filter(network.name()::equals)
        .findFirst()
        .or(
            () ->
                own.stream()
                    .map(Resource::name)
                    .filter(name -> sharesWord(name, network.name()))
                    .findFirst())
        .or(
            () ->
                Parts.front(receiver)
                    .map(front -> new Tier(front).text("network"))
                    .filter(name -> own.stream().anyMatch(r -> r.name().equals(name))))
        .or(() -> own.stream().map(Resource::name).findFirst());
  }

  private static boolean sharesWord(String name, String other) {
    return name.split("-")[0].equals(other.split("-")[0]);
  }

  private Optional<String> ofSameKind(Resource resource) {
    Tier tier = new Tier(resource);
    if (tier.role().isEmpty() || tier.role().equals("volume")) {
      return Optional.empty();
    }
    return receiver.stream()
        .filter(
            own -> own.type() == resource.type() || tier.isMachine() == new Tier(own).isMachine())
        .filter(own -> new Tier(own).role().equals(tier.role()))
        .filter(own -> Parts.SHARED.contains(tier.role()) || sharesTechnology(new Tier(own), tier))
        .map(Resource::name)
        .findFirst();
  }

  private static boolean sharesTechnology(Tier own, Tier other) {
    return other.technologies().isEmpty()
        || own.technologies().stream().anyMatch(other.technologies()::contains);
  }

  private List<Resource> resources() {
    Set<String> names = new HashSet<>(receiver.stream().map(Resource::name).toList());
    taken.forEach(name -> renamed.put(name, unique(name, names)));
    donor.keySet().stream().filter(name -> !renamed.containsKey(name)).forEach(this::mention);
    Names mentioned = new Names(renamed, gone);
    Provider provider = receiver.isEmpty() ? null : provider(receiver);
    List<Resource> resources = new ArrayList<>();
    for (String name : taken) {
      Resource resource = mentioned.in(donor.get(name));
      resources.add(
          housed(resource, provider)
              .withName(renamed.get(name))
              .withDependencies(dependencies(donor.get(name))));
    }
    return resources;
  }

  /// What the specs of a taken resource name without depending on it.
  private void mention(String name) {
    counterpart(donor.get(name))
        .ifPresentOrElse(own -> renamed.put(name, own), () -> gone.add(name));
  }

  private List<String> dependencies(Resource resource) {
    return resource.dependencies().stream()
        .filter(name -> renamed.containsKey(name))
        .map(renamed::get)
        .distinct()
        .toList();
  }

  private String unique(String name, Set<String> names) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      String prefixed = part.id() + "-" + name;
      unique = i == 2 && !name.startsWith(part.id()) ? prefixed : name + "-" + i;
    }
    return unique;
  }

  private static Provider provider(Collection<Resource> receiver) {
    return receiver.stream()
        .filter(resource -> new Tier(resource).isMachine())
        .map(Resource::provider)
        .findFirst()
        .orElse(receiver.iterator().next().provider());
  }

  /// The resource where the receiver's own are. Docker needs an image; without a known one the
  /// resource stays where it was.
  private Resource housed(Resource resource, Provider provider) {
    Tier tier = new Tier(resource);
    boolean needsImage = provider == Provider.DOCKER && tier.isMachine() && !tier.has("image");
    if (!needsImage) {
      return moved(
          provider == Provider.DOCKER ? resource : tier.without("image").resource(), provider);
    }
    return tier.technologies().stream()
        .flatMap(technology -> Parts.product(technology).stream())
        .findFirst()
        .map(
            product ->
                moved(
                    product
                        .fitted(
                            tier.without("os").with("image", product.image()),
                            Parts.front(receiver))
                        .resource(),
                    provider))
        .orElse(resource);
  }

  /// Docker has no machines, so what was one becomes a container.
  private static Resource moved(Resource resource, Provider provider) {
    boolean container = provider == Provider.DOCKER && resource.type() == ResourceType.COMPUTE;
    return new Resource(
        container ? ResourceType.SERVICE : resource.type(),
        resource.name(),
        provider,
        resource.specs(),
        resource.dependencies());
  }
}
