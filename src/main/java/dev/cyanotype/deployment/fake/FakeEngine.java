package dev.cyanotype.deployment.fake;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.deployment.ActualResource;
import dev.cyanotype.deployment.ActualResource.State;
import dev.cyanotype.deployment.Engine;
import dev.cyanotype.deployment.EngineException;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.Target;
import dev.cyanotype.deployment.Wanted;
import dev.cyanotype.deployment.WantedResource;
import dev.cyanotype.deployment.fake.SimulatedResources.Entry;
import dev.cyanotype.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Does as if: keeps books of what would be there, takes as long and fails as often as it is told
/// to. See `docs/deployment.md` for what a resource's specs can ask of it.
@ApplicationScoped
public class FakeEngine implements Engine {

  static final String ID = "fake";

  /// What else than these settings changes, changes in place.
  private static final Set<String> MADE_ANEW_FOR = Set.of("image", "template", "kind", "cidr");

  private static final String UNREACHABLE =
      "The simulated engine is set to be out of reach; set cyanotype.deployment.fake.reachable to"
          + " true.";

  private final SimulatedResources books;
  private final FakeConfig config;

  public FakeEngine(SimulatedResources books, FakeConfig config) {
    this.books = books;
    this.config = config;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public Optional<String> unavailable() {
    return config.reachable() ? Optional.empty() : Optional.of(UNREACHABLE);
  }

  private void checkReachable() {
    if (!config.reachable()) {
      throw EngineException.unreachable(UNREACHABLE);
    }
  }

  @Override
  public Wanted wanted(Target target) {
    checkReachable();
    List<FieldError> errors = new ArrayList<>();
    List<WantedResource> wanted = new ArrayList<>();
    List<Resource> resources = target.blueprint().resources();
    for (int i = 0; i < resources.size(); i++) {
      Resource resource = resources.get(i);
      Behaviour.of(resource, "/resources/" + i, errors::add);
      wanted.add(
          new WantedResource(
              resource.name(),
              resource.type(),
              resource.dependencies(),
              SimulatedSettings.of(resource)));
    }
    if (!errors.isEmpty()) {
      throw EngineException.refused(errors);
    }
    return new Wanted(wanted, List.of());
  }

  @Override
  public List<ActualResource> actual(String blueprintId) {
    checkReachable();
    return books.of(blueprintId).stream().map(Entry::resource).toList();
  }

  @Override
  public boolean canChangeInPlace(WantedResource wanted, ActualResource actual) {
    return Settings.changed(actual.settings(), wanted.settings()).stream()
        .noneMatch(MADE_ANEW_FOR::contains);
  }

  @Override
  public void create(Target target, WantedResource wanted, Progress progress) {
    checkReachable();
    Optional<Entry> there = books.find(target.blueprintId(), wanted.name());
    if (there.isEmpty()) {
      make(target, wanted, UUID.randomUUID().toString(), progress);
    } else if (!isAsWanted(there.get().resource(), wanted)) {
      update(target, wanted, there.get().resource(), progress);
    }
  }

  private static boolean isAsWanted(ActualResource there, WantedResource wanted) {
    return there.state() == State.RUNNING && there.settings().equals(wanted.settings());
  }

  private void make(Target target, WantedResource wanted, String externalId, Progress progress) {
    Behaviour behaviour = behaviour(target, wanted);
    progress.says("simulating: creating");
    books.put(entry(target, wanted, externalId, behaviour, State.INCOMPLETE));
    take(behaviour);
    failIf(
        behaviour.fail().contains(Behaviour.CREATE)
            || config.failResources().orElse(List.of()).contains(wanted.name()),
        "'%s' was not made: its creation is set to fail (simulated).",
        wanted.name());
    if (behaviour.fail().contains(Behaviour.HEALTH)) {
      books.put(entry(target, wanted, externalId, behaviour, State.UNHEALTHY));
    }
    failIf(
        behaviour.fail().contains(Behaviour.HEALTH),
        "'%s' was made, and is set not to become healthy (simulated).",
        wanted.name());
    books.put(entry(target, wanted, externalId, behaviour, State.RUNNING));
  }

  private static void failIf(boolean fails, String message, String name) {
    if (fails) {
      throw EngineException.failed(message.formatted(name));
    }
  }

  private static Behaviour behaviour(Target target, WantedResource wanted) {
    return target
        .blueprint()
        .resource(wanted.name())
        .map(resource -> Behaviour.of(resource, "", _ -> {}))
        .orElse(Behaviour.USUAL);
  }

  private static Entry entry(
      Target target, WantedResource wanted, String externalId, Behaviour behaviour, State state) {
    return new Entry(
        new ActualResource(
            target.blueprintId(),
            wanted.name(),
            wanted.type(),
            wanted.dependencies(),
            List.of(externalId),
            wanted.settings(),
            state),
        behaviour);
  }

  private void take(Behaviour behaviour) {
    long millis =
        Optional.ofNullable(behaviour.delayMillis()).orElseGet(() -> config.delay().toMillis());
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.failed("The step was stopped.");
    }
  }

  @Override
  public void update(
      Target target, WantedResource wanted, ActualResource actual, Progress progress) {
    checkReachable();
    if (!canChangeInPlace(wanted, actual)) {
      make(target, wanted, UUID.randomUUID().toString(), progress);
      return;
    }
    if (actual.state() == State.INCOMPLETE || actual.state() == State.UNHEALTHY) {
      make(target, wanted, actual.externalIds().getFirst(), progress);
      return;
    }
    Behaviour behaviour = behaviour(target, wanted);
    progress.says("simulating: changing");
    take(behaviour);
    failIf(
        behaviour.fail().contains(Behaviour.UPDATE),
        "'%s' was not changed: its update is set to fail (simulated).",
        wanted.name());
    books.put(entry(target, wanted, actual.externalIds().getFirst(), behaviour, State.RUNNING));
  }

  @Override
  public void delete(ActualResource actual, Progress progress) {
    checkReachable();
    Optional<Entry> there = books.find(actual.blueprintId(), actual.name());
    if (there.isPresent()) {
      progress.says("simulating: deleting");
      if (there.get().resource().state() != State.INCOMPLETE) {
        take(there.get().behaviour());
      }
      failIf(
          there.get().behaviour().fail().contains(Behaviour.DELETE),
          "'%s' was not deleted: its deletion is set to fail (simulated).",
          actual.name());
      books.remove(actual.blueprintId(), actual.name());
    }
  }
}
