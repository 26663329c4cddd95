package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cyanotype.template.TemplateLibrary.Hit;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateLibraryTest {

  private static final String QUASAR =
      """
      name: quasar
      description: Watches quasars
      resources:
        - {type: service, name: telescope, provider: docker}
      metadata: {category: data}
      """;

  @TempDir Path dir;
  private TemplateLibrary library;

  @AfterEach
  void stop() {
    if (library != null) {
      library.stop();
    }
  }

  @Test
  void hasTheBundledTemplatesInTheirOrder() {
    start(Optional.empty());

    assertThat(library.all()).extracting(Template::id).isEqualTo(BundledTemplates.IDS);
    assertThat(library.all())
        .allSatisfy(
            template -> {
              assertThat(template.blueprint().name()).isEqualTo(template.id());
              assertThat(template.blueprint().metadata())
                  .containsEntry("template", template.id())
                  .containsEntry("category", template.category().id())
                  .containsEntry("complexity", template.complexity().id());
            });
  }

  @Test
  void hasATemplateOfEveryCategory() {
    start(Optional.empty());

    assertThat(library.all()).extracting(Template::category).containsOnly(Category.values());
  }

  @Test
  void findsByIdOnly() {
    start(Optional.empty());

    assertThat(library.find("redis-cluster")).map(Template::id).contains("redis-cluster");
    assertThat(library.find("Redis Cluster")).isEmpty();
  }

  @Test
  void usersTemplatesComeAfterTheBundledOnesFromTheStartOn() throws IOException {
    write("quasar.yaml", QUASAR);
    write("binary.yaml", QUASAR);
    start(Optional.of(dir));

    assertThat(library.all()).hasSize(12);
    assertThat(library.all().subList(10, 12))
        .extracting(Template::id)
        .containsExactly("binary", "quasar");
  }

  @Test
  void followsTheFolderWhileItRuns() throws IOException {
    start(Optional.of(dir));

    write("quasar.yaml", QUASAR);
    await().untilAsserted(() -> assertThat(description()).contains("Watches quasars"));
    assertThat(library.search("quasars", 5)).extracting(Hit::template).hasSize(1);

    write("quasar.yaml", QUASAR.replace("Watches quasars", "Watches pulsars"));
    await().untilAsserted(() -> assertThat(description()).contains("Watches pulsars"));
    assertThat(library.search("pulsars", 5)).hasSize(1);

    write("quasar.yaml", "broken: [");
    await().untilAsserted(() -> assertThat(library.refused()).hasSize(1));
    assertThat(description()).contains("Watches pulsars");

    Files.delete(dir.resolve("quasar.yaml"));
    await().untilAsserted(() -> assertThat(library.find("quasar")).isEmpty());
    assertThat(library.search("pulsars", 5)).isEmpty();
    assertThat(library.refused()).isEmpty();
    assertThat(library.all()).hasSize(10);
  }

  @Test
  void neverChangesABundledTemplate() throws IOException {
    write("redis-cluster.yaml", QUASAR);
    start(Optional.of(dir));

    assertThat(library.find("redis-cluster").orElseThrow().name()).isEqualTo("Redis Cluster");
    assertThat(library.all()).hasSize(10);
    assertThat(library.refused())
        .extracting(RefusedTemplate::file)
        .containsExactly("redis-cluster.yaml");
  }

  @Test
  void stopsReadingWhenItStops() throws IOException {
    start(Optional.of(dir));
    library.stop();
    write("quasar.yaml", QUASAR);

    await()
        .during(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(library.all()).hasSize(10));
  }

  @Test
  void handsOutNothingThatCanBeChanged() {
    start(Optional.empty());
    var blueprint = library.find("ha-web-app").orElseThrow().blueprint();

    assertThatThrownBy(() -> library.all().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> blueprint.metadata().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void needsAnIntervalToPollAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TemplateLibrary(config(Optional.empty(), Duration.ZERO)))
        .withMessageContaining("cyanotype.templates.poll-interval");
  }

  private Optional<String> description() {
    return library.find("quasar").map(Template::description);
  }

  private void start(Optional<Path> folder) {
    library = new TemplateLibrary(config(folder, Duration.ofMillis(20)));
    library.start(new StartupEvent());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private static TemplatesConfig config(Optional<Path> folder, Duration interval) {
    return new TemplatesConfig() {
      @Override
      public Optional<Path> dir() {
        return folder;
      }

      @Override
      public Duration pollInterval() {
        return interval;
      }
    };
  }
}
