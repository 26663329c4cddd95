package dev.cyanotype.deployment.proxmox;

import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.SuppliedSecrets;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.Wanted;
import dev.cyanotype.deployment.WantedResource;
import dev.cyanotype.deployment.proxmox.GuestMaking.Order;
import dev.cyanotype.deployment.proxmox.GuestMaking.Place;
import dev.cyanotype.deployment.proxmox.Templates.Template;
import dev.cyanotype.problem.FieldError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/// Virtual machines and LXC containers on Proxmox VE, by its REST API. Made after the API's
/// documentation, and tested against a stub that checks requests by it, not yet against a server.
@ApplicationScoped
public class ProxmoxEngine implements Engine {

  private static final Set<String> MADE_ANEW = Set.of("kind", "template", "privileged", "password");
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private final ProxmoxConfig config;
  private final SuppliedSecrets secrets;
  private final Optional<String> problem;
  private final Optional<Parts> parts;

  @Inject
  ProxmoxEngine(ProxmoxConfig config, Vertx vertx, Config values) {
    this(config, vertx, SuppliedSecrets.of(values));
  }

  ProxmoxEngine(ProxmoxConfig config, Vertx vertx, SuppliedSecrets secrets) {
    this.config = config;
    this.secrets = secrets;
    this.problem = ProxmoxConnection.problem(config);
    this.parts =
        problem.isPresent()
            ? Optional.empty()
            : Optional.of(Parts.of(new ProxmoxApi(vertx, config), config));
  }

  private record Parts(
      ProxmoxApi api,
      Nodes nodes,
      Templates templates,
      Guests guests,
      GuestMaking making,
      GuestChanging changing) {

    static Parts of(ProxmoxApi api, ProxmoxConfig config) {
      Tasks tasks = new Tasks(api, config);
      Nodes nodes = new Nodes(api, config);
      Templates templates = new Templates(api, nodes);
      Guests guests = new Guests(api);
      GuestMaking making = new GuestMaking(api, config, tasks, nodes, templates);
      return new Parts(
          api,
          nodes,
          templates,
          guests,
          making,
          new GuestChanging(api, config, tasks, guests, making));
    }
  }

  private Parts parts() {
    return parts.orElseThrow(() -> EngineException.unreachable(problem.orElseThrow()));
  }

  @PreDestroy
  void close() {
    parts.ifPresent(one -> one.api().close());
  }

  @Override
  public String id() {
    return "proxmox";
  }

  @Override
  public Optional<String> unconfigured() {
    return problem;
  }

  @Override
  public Optional<String> unavailable() {
    return problem.or(this::unreachable);
  }

  private Optional<String> unreachable() {
    try {
      Duration timeout =
          config.requestTimeout().compareTo(LONGEST_LOOK) < 0
              ? config.requestTimeout()
              : LONGEST_LOOK;
      parts().api().call(HttpMethod.GET, "/version", Map.of(), timeout).data();
      return Optional.empty();
    } catch (EngineException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public Wanted wanted(Target target) {
    Parts engine = parts();
    MachineReading reading = new MachineReading(target.blueprint(), config, secrets);
    List<Machine> machines = reading.machines();
    List<FieldError> errors = new ArrayList<>(reading.errors());
    List<String> warnings = new ArrayList<>(reading.warnings());
    List<WantedResource> wanted = new ArrayList<>();
    Map<Kind, List<Template>> there = new LinkedHashMap<>();
    for (Machine machine : machines) {
      List<Template> all = there.computeIfAbsent(machine.kind(), engine.templates()::all);
      List<Template> called = Templates.called(machine.template(), all);
      if (called.isEmpty()) {
        errors.add(missing(machine, all));
      } else {
        wanted.add(fitting(machine, called.getFirst(), warnings).wanted(target.blueprintId()));
      }
    }
    if (!errors.isEmpty()) {
      throw EngineException.refused(errors);
    }
    warnOfBridges(machines, warnings);
    return new Wanted(wanted, warnings);
  }

  private static FieldError missing(Machine machine, List<Template> all) {
    return new FieldError(
        machine.pointer() + "/specs/" + machine.templateField(),
        "no template for a %s is called '%s' in Proxmox VE: %s"
            .formatted(
                machine.kind().word(),
                Answer.line(machine.template(), 100),
                Templates.offered(machine.kind(), all)));
  }

  /// A clone's disk is at least that of its template.
  private Machine fitting(Machine machine, Template template, List<String> warnings) {
    return switch (machine.kind()) {
      case CONTAINER -> machine;
      case VM -> {
        long least = parts().templates().diskGib(template);
        if (least > machine.diskGib()) {
          warnings.add(
              "%s: its disk is that of the template, %d GiB".formatted(machine.name(), least));
        }
        yield machine.withDiskGib(Math.max(least, machine.diskGib()));
      }
    };
  }

  private void warnOfBridges(List<Machine> machines, List<String> warnings) {
    Set<String> wanted =
        machines.stream()
            .flatMap(machine -> machine.networks().stream())
            .map(Machine.Nic::bridge)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    if (wanted.isEmpty()) {
      return;
    }
    String node = parts().nodes().usable().getFirst();
    parts()
        .nodes()
        .bridgesMissing(node, wanted)
        .forEach(
            bridge ->
                warnings.add(
                    "there is no bridge %s on node %s: machines on it will not start"
                        .formatted(bridge, node)));
  }

  @Override
  public List<ActualResource> actual(String blueprintId) {
    return parts().guests().of(blueprintId).stream()
        .collect(
            Collectors.groupingBy(
                guest -> guest.mark().resource(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(ProxmoxEngine::resource)
        .toList();
  }

  private static ActualResource resource(List<Guest> guests) {
    Mark mark = guests.getFirst().mark();
    return new ActualResource(
        mark.blueprintId(),
        mark.resource(),
        mark.type(),
        mark.dependencies(),
        guests.stream().map(Guest::id).toList(),
        GuestSettings.of(guests),
        state(guests));
  }

  private static State state(List<Guest> guests) {
    long replicas = guests.stream().map(one -> one.mark().replica()).distinct().count();
    int expected = guests.stream().mapToInt(one -> one.mark().replicas()).max().orElse(0);
    boolean whole = guests.stream().allMatch(Guest::isWhole);
    if (!whole || replicas != guests.size() || replicas < expected) {
      return State.INCOMPLETE;
    }
    return guests.stream().allMatch(Guest::running) ? State.RUNNING : State.STOPPED;
  }

  @Override
  public boolean canChangeInPlace(WantedResource wanted, ActualResource actual) {
    return wanted.type() == actual.type()
        && Settings.changed(actual.settings(), wanted.settings()).stream()
            .noneMatch(MADE_ANEW::contains);
  }

  @Override
  public void create(Target target, WantedResource wanted, Progress progress) {
    bring(target, machine(target, wanted), progress);
  }

  @Override
  public void update(
      Target target, WantedResource wanted, ActualResource actual, Progress progress) {
    bring(target, machine(target, wanted), progress);
  }

  @Override
  public void delete(ActualResource actual, Progress progress) {
    parts().guests().of(actual).forEach(guest -> parts().changing().remove(guest, progress));
  }

  /// With the disk as it was planned, which a template may have made larger.
  private Machine machine(Target target, WantedResource wanted) {
    return new MachineReading(target.blueprint(), config, secrets)
        .machines().stream()
            .filter(one -> one.name().equals(wanted.name()))
            .findFirst()
            .map(one -> one.withDiskGib(Long.parseLong(wanted.settings().get("disk_gib"))))
            .orElseThrow(
                () -> EngineException.failed(wanted.name() + " is no machine of the blueprint"));
  }

  private void bring(Target target, Machine machine, Progress progress) {
    List<Guest> there = parts().guests().of(target.blueprintId(), machine.name());
    refuseToLose(target, machine, there);
    for (int replica = 1; replica <= machine.replicas(); replica++) {
      bring(target, machine, replica, there, progress);
    }
    there.stream()
        .filter(guest -> guest.mark().replica() > machine.replicas())
        .forEach(guest -> parts().changing().remove(guest, progress));
  }

  /// Before anything is changed.
  private static void refuseToLose(Target target, Machine machine, List<Guest> there) {
    for (Guest guest : there) {
      if (guest.mark().replica() > machine.replicas()) {
        refuseToTakeAway(guest, machine);
      } else if (fits(target, machine, guest)) {
        GuestChanging.refuseToShrink(guest, machine);
      } else {
        refuseToMakeAnew(guest, machine);
      }
    }
  }

  private static void refuseToTakeAway(Guest guest, Machine machine) {
    boolean hasVolumes = guest.mark().volumes().values().stream().anyMatch(guest::has);
    if (hasVolumes || guest.mark().hasDataOnDisk()) {
      throw refused(machine, "replicas", "takes away " + guest.word() + ", which keeps data");
    }
  }

  private static void refuseToMakeAnew(Guest guest, Machine machine) {
    if (guest.mark().hasDataOnDisk()) {
      throw refused(
          machine,
          machine.templateField(),
          "makes %s anew, which keeps data on its first disk".formatted(guest.word()));
    }
    GuestChanging.refuseToShrinkVolumes(guest, machine);
  }

  private static EngineException refused(Machine machine, String field, String what) {
    return EngineException.refused(
        List.of(
            new FieldError(
                machine.pointer() + "/specs/" + field,
                what + ": move the data elsewhere and remove the guest in Proxmox VE first")));
  }

  private static boolean fits(Target target, Machine machine, Guest guest) {
    return guest.kind() == machine.kind()
        && guest.mark().made().equals(machine.made(target.blueprintId()));
  }

  private void bring(
      Target target, Machine machine, int replica, List<Guest> there, Progress progress) {
    List<Guest> same = there.stream().filter(one -> one.mark().replica() == replica).toList();
    Optional<Guest> fitting = fitting(target, machine, same);
    List<Guest> others = same.stream().filter(one -> !fitting.equals(Optional.of(one))).toList();
    Optional<String> node = others.stream().map(Guest::node).findFirst();
    Guest guest =
        fitting.orElseGet(() -> made(new Order(target, machine, replica, node), progress));
    for (Guest other : others) {
      takeAway(other, guest, isSpare(target, machine, other, guest), progress);
    }
    Guest current = others.isEmpty() ? guest : parts().guests().again(guest);
    parts().changing().bring(target, current, machine, progress);
  }

  /// The one that runs before another, of which nobody was told that it was made.
  private static Optional<Guest> fitting(Target target, Machine machine, List<Guest> same) {
    return same.stream()
        .filter(one -> fits(target, machine, one))
        .min(Comparator.comparing(one -> !one.running()));
  }

  private Guest made(Order order, Progress progress) {
    Place place = parts().making().make(order, progress);
    return parts()
        .guests()
        .find(place.kind(), place.node(), place.vmid())
        .orElseThrow(
            () -> EngineException.failed(place.word() + " was made, but is not to be found"));
  }

  /// Made by a request whose answer was lost, and never started.
  private static boolean isSpare(Target target, Machine machine, Guest guest, Guest running) {
    return fits(target, machine, guest) && !guest.running() && running.running();
  }

  private void takeAway(Guest other, Guest guest, boolean spare, Progress progress) {
    if (!spare) {
      parts().changing().stop(other, progress);
      parts().changing().handOver(other, parts().guests().again(guest), progress);
    }
    parts().changing().remove(parts().guests().again(other), progress);
  }
}
