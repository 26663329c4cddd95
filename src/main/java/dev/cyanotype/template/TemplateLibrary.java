package dev.cyanotype.template;

import dev.cyanotype.template.search.Typos;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// All templates that can be had now: the ten bundled ones and the users' own.
///
/// Every answer comes from one immutable catalogue in memory and never waits; a change in the
/// users' folder replaces the catalogue as a whole.
@ApplicationScoped
public class TemplateLibrary {

  /// A template that a search found.
  ///
  /// @param score above 0; higher is better, comparable within one search only
  public record Hit(Template template, double score) {}

  private static final Logger LOG = Logger.getLogger(TemplateLibrary.class);

  private static final int MAX_ID_TYPOS = 2;

  private final Optional<TemplateFolder> folder;
  private final Duration pollInterval;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("template-folder").factory());
  private volatile TemplateCatalogue catalogue = BundledTemplates.CATALOGUE;
  private volatile List<RefusedTemplate> refused = List.of();

  TemplateLibrary(TemplatesConfig config) {
    folder = config.dir().map(dir -> new TemplateFolder(dir, catalogue.byId().keySet()));
    pollInterval = config.pollInterval();
    if (!pollInterval.isPositive()) {
      throw new IllegalArgumentException(
          "cyanotype.templates.poll-interval must be more than 0, not " + pollInterval);
    }
  }

  /// The users' templates are there before the first request is.
  void start(@Observes StartupEvent event) {
    folder.ifPresent(this::startPolling);
  }

  @PreDestroy
  void stop() {
    poller.shutdownNow();
  }

  /// The bundled templates in the documented order, then the users' own by id.
  public List<Template> all() {
    return catalogue.all();
  }

  public Set<String> ids() {
    return catalogue.byId().keySet();
  }

  /// All templates in [#all]'s order, each as a line `- id: description`.
  public String listed() {
    return catalogue.listed();
  }

  public Optional<Template> find(String id) {
    return Optional.ofNullable(catalogue.byId().get(id));
  }

  /// The id that somebody who wrote `id` may have meant.
  public Optional<String> nearestId(String id) {
    return all().stream()
        .map(Template::id)
        .filter(known -> Typos.distance(id, known, MAX_ID_TYPOS) <= MAX_ID_TYPOS)
        .min(Comparator.comparingInt(known -> Typos.distance(id, known, MAX_ID_TYPOS)));
  }

  /// The templates that fit `query`, best first; none for a query without a known word. Of a long
  /// query, its first 256 characters and 16 words count.
  ///
  /// @param limit at least 1
  public List<Hit> search(String query, int limit) {
    return catalogue.search().search(query, limit);
  }

  /// The users' files that are no templates now.
  List<RefusedTemplate> refused() {
    return refused;
  }

  private void startPolling(TemplateFolder users) {
    refresh(users);
    long nanos = pollInterval.toNanos();
    poller.scheduleWithFixedDelay(() -> refresh(users), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void refresh(TemplateFolder users) {
    try {
      if (users.refresh()) {
        catalogue = withBundled(users.templates());
        refused = users.refused();
      }
    } catch (RuntimeException e) { // else there would be no next time
      LOG.error("Cannot take over the users' templates; what was there serves on", e);
    }
  }

  private static TemplateCatalogue withBundled(List<Template> users) {
    return new TemplateCatalogue(
        Stream.concat(BundledTemplates.CATALOGUE.all().stream(), users.stream()).toList());
  }
}
