package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.validation.BlueprintValidator;
import dev.cyanotype.requirements.Requirements;
import dev.cyanotype.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Brings the parts of a design together: what the base lacks is lent by other templates, what is
/// refused is taken out.
final class Assembly {

  private static final Set<String> KEPT_CONFIG =
      Set.of("volume", "additional_networks", "database");

  private final Requirements requirements;
  private final Templates templates;
  private final List<String> notes;
  private List<Resource> resources;

  Assembly(
      List<Resource> base, Requirements requirements, Templates templates, List<String> notes) {
    this.resources = new ArrayList<>(base);
    this.requirements = requirements;
    this.templates = templates;
    this.notes = notes;
  }

  List<Resource> assemble() {
    requirements.technologies().forEach(this::provideTechnology);
    requirements.components().forEach(this::provideComponent);
    requirements.refused().forEach(this::remove);
    return resources;
  }

  private void provideTechnology(String technology) {
    if (Parts.has(resources, technology)) {
      return;
    }
    Optional<Parts.Part> part = Requirements.kindOf(technology).flatMap(Parts::part);
    if (part.isEmpty()) {
      notes.add(Prose.say("design.unknown", Map.of("part", technology)));
      return;
    }
    if (canSwap(part.get(), technology) || !borrow(part.get(), technology)) {
      provideComponent(part.get().id());
      swap(part.get(), technology);
    }
  }

  private boolean canSwap(Parts.Part part, String technology) {
    return Parts.product(technology).isPresent()
        && resources.stream().filter(part::is).anyMatch(resource -> !isWanted(resource));
  }

  private boolean isWanted(Resource resource) {
    return new Tier(resource)
        .technologies().stream().anyMatch(requirements.technologies()::contains);
  }

  private void provideComponent(String component) {
    Parts.part(component)
        .filter(part -> !Parts.has(resources, component))
        .ifPresent(
            part -> {
              if (!borrow(part, component)) {
                notes.add(Prose.say("design.unknown", Map.of("part", component)));
              }
            });
  }

  private boolean borrow(Parts.Part part, String wanted) {
    for (String id : part.donors()) {
      Optional<Template> donor = templates.find(id);
      if (donor.isPresent() && borrow(part, wanted, donor.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean borrow(Parts.Part part, String wanted, Template donor) {
    List<Resource> lent =
        Graft.of(resources, donor.blueprint().resources(), part, wanted, wantedRoles());
    if (lent.isEmpty() || resources.size() + lent.size() > BlueprintValidator.MAX_RESOURCES) {
      return false;
    }
    Optional<Resource> front = Parts.front(resources);
    resources.addAll(lent);
    front.ifPresent(resource -> link(part, lent, resource.name()));
    notes.add(
        Prose.say(
            "design.added",
            Map.of(
                "part", wanted,
                "resources", Lists.names(lent.stream().map(Resource::name).toList()),
                "template", donor.id())));
    return true;
  }

  private Set<String> wantedRoles() {
    return requirements.components().stream()
        .flatMap(component -> Parts.part(component).stream())
        .flatMap(part -> part.roles().stream())
        .collect(Collectors.toSet());
  }

  /// What serves the users needs what it consumes, and what stands before it needs it.
  private void link(Parts.Part part, List<Resource> lent, String front) {
    for (Resource resource : lent) {
      if (part.is(resource) && part.consumed()) {
        depend(front, resource.name());
        allow(front, resource);
      } else if (part.is(resource) && part.fronts() && !needsMachine(resource)) {
        depend(resource.name(), front);
        allow(resource.name(), byName(front));
      }
    }
  }

  private boolean needsMachine(Resource resource) {
    return resource.dependencies().stream().anyMatch(name -> new Tier(byName(name)).isMachine());
  }

  private Resource byName(String name) {
    return resources.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  private void depend(String name, String needed) {
    if (!reaches(needed, name)) {
      replace(
          name,
          resource -> {
            Set<String> dependencies = new LinkedHashSet<>(resource.dependencies());
            dependencies.add(needed);
            return resource.withDependencies(List.copyOf(dependencies));
          });
    }
  }

  private boolean reaches(String from, String to) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      String name = open.removeLast();
      if (name.equals(to)) {
        return true;
      }
      if (seen.add(name)) {
        resources.stream()
            .filter(resource -> resource.name().equals(name))
            .forEach(resource -> open.addAll(resource.dependencies()));
      }
    }
    return false;
  }

  /// Lets `from` reach `to` through the firewall, where the blueprint has one with rules.
  private void allow(String from, Resource to) {
    if (!(to.specs().get("ports") instanceof List<?> ports) || ports.isEmpty()) {
      return;
    }
    firewall()
        .ifPresent(
            firewall -> {
              List<Object> rules =
                  new ArrayList<>((List<?>) firewall.resource().specs().get("rules"));
              Map<String, Object> rule = new LinkedHashMap<>();
              rule.put("from", from);
              rule.put("to", to.name());
              rule.put("port", ports.getFirst());
              rule.put("protocol", "tcp");
              rule.put("action", "allow");
              rules.addFirst(rule);
              replace(firewall.name(), _ -> firewall.with("rules", rules).resource());
            });
  }

  private Optional<Tier> firewall() {
    return resources.stream()
        .map(Tier::new)
        .filter(tier -> tier.role().equals("firewall"))
        .filter(tier -> tier.resource().specs().get("rules") instanceof List<?>)
        .findFirst();
  }

  /// Puts another product of the same kind in the place of the one that is there.
  private void swap(Parts.Part part, String technology) {
    Parts.product(technology).ifPresent(product -> swap(part, product));
  }

  private void swap(Parts.Part part, Parts.Product product) {
    List<Resource> replaced =
        resources.stream()
            .filter(part::is)
            .filter(resource -> new Tier(resource).isMachine() && !isWanted(resource))
            .toList();
    if (replaced.isEmpty()) {
      return;
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    for (Resource resource : replaced) {
      replace(resource.name(), _ -> swapped(new Tier(resource), product));
      renamed.put(resource.name(), renamed(resource, product, renamed.values()));
    }
    rename(renamed);
    notes.add(
        Prose.say(
            "design.swapped",
            Map.of("resources", Lists.names(renamed.keySet()), "product", product.name())));
  }

  /// A resource that is called after its product is called after the new one.
  private String renamed(Resource resource, Parts.Product product, Collection<String> taken) {
    for (String old : new Tier(resource).technologies()) {
      String name = resource.name().replace(old, product.name());
      boolean free =
          !taken.contains(name) && resources.stream().noneMatch(r -> r.name().equals(name));
      if (!name.equals(resource.name())
          && free
          && name.length() <= BlueprintValidator.MAX_NAME_LENGTH) {
        return name;
      }
    }
    return resource.name();
  }

  private void rename(Map<String, String> renamed) {
    Names names = new Names(renamed, Set.of());
    resources.replaceAll(
        resource ->
            names
                .in(resource)
                .withName(renamed.getOrDefault(resource.name(), resource.name()))
                .withDependencies(
                    resource.dependencies().stream()
                        .map(name -> renamed.getOrDefault(name, name))
                        .toList()));
  }

  private Resource swapped(Tier tier, Parts.Product product) {
    Tier swapped = tier.with("technology", List.of(product.name())).without("version");
    swapped =
        tier.has("image")
            ? product.fitted(swapped.with("image", product.image()), upstream(tier))
            : swapped;
    boolean facesUsers = tier.has("listeners") || tier.role().equals("web-server");
    if (facesUsers) {
      return swapped.resource();
    }
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put("type", "tcp");
    probe.put("port", product.port());
    probe.put("interval", "10s");
    probe.put("timeout", "3s");
    probe.put("retries", 3);
    Map<String, Object> config = new LinkedHashMap<>();
    if (tier.resource().specs().get("config") instanceof Map<?, ?> old) {
      old.forEach(
          (key, value) -> {
            if (KEPT_CONFIG.contains(key)) {
              config.put(String.valueOf(key), value);
            }
          });
    }
    swapped = swapped.with("ports", List.of(product.port())).with("health_check", probe);
    return (config.isEmpty() ? swapped.without("config") : swapped.with("config", config))
        .resource();
  }

  /// What it says that it stands before, else what serves the users, else what it needs first.
  private Optional<Resource> upstream(Tier tier) {
    Object named =
        tier.resource().specs().get("config") instanceof Map<?, ?> config
            ? config.get("upstream")
            : null;
    return resources.stream()
        .filter(resource -> resource.name().equals(named))
        .findFirst()
        .or(() -> Parts.front(resources))
        .or(() -> needed(tier));
  }

  private Optional<Resource> needed(Tier tier) {
    return tier.resource().dependencies().stream()
        .map(this::byName)
        .filter(resource -> new Tier(resource).isMachine())
        .findFirst();
  }

  private void remove(String refused) {
    if (!Parts.has(resources, refused)) {
      return;
    }
    boolean fronts = Parts.part(refused).filter(Parts.Part::fronts).isPresent();
    List<Resource> before = fronts ? withoutDoor(refused) : resources;
    Optional<Pruning> pruning = Pruning.of(before, resource -> Parts.is(resource, refused));
    if (pruning.isEmpty()) {
      notes.add(Prose.say("design.not_removed", Map.of("part", refused)));
      return;
    }
    resources = new ArrayList<>(pruning.get().rest());
    notes.add(
        Prose.say(
            "design.removed",
            Map.of("part", refused, "resources", Lists.names(pruning.get().removed()))));
  }

  /// What the refused part let through comes straight from the internet once it is gone; else the
  /// firewall would shut everybody out.
  private List<Resource> withoutDoor(String refused) {
    Set<String> doors =
        resources.stream()
            .filter(resource -> Parts.is(resource, refused))
            .map(Resource::name)
            .collect(Collectors.toSet());
    return resources.stream()
        .map(
            resource ->
                resource.specs().get("rules") instanceof List<?> rules
                    ? new Tier(resource).with("rules", opened(rules, doors)).resource()
                    : resource)
        .toList();
  }

  private static List<Object> opened(List<?> rules, Set<String> doors) {
    List<Object> opened = new ArrayList<>();
    for (Object rule : rules) {
      if (rule instanceof Map<?, ?> map && doors.contains(String.valueOf(map.get("from")))) {
        Map<Object, Object> direct = new LinkedHashMap<>(map);
        direct.put("from", "internet");
        opened.add(direct);
      } else {
        opened.add(rule);
      }
    }
    return opened;
  }

  private void replace(String name, UnaryOperator<Resource> change) {
    resources.replaceAll(
        resource -> resource.name().equals(name) ? change.apply(resource) : resource);
  }
}
