package dev.cyanotype.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFolderTest {

  private static final String GOOD =
      """
      version: "1.0"
      name: chat
      description: A chat server
      resources:
        - type: service
          name: server
          provider: docker
          specs: {cpu: 1, memory: 1GB}
          dependencies: []
      metadata:
        category: web
      """;
  private static final String BROKEN = GOOD.replace("type: service", "type: servise");

  @TempDir Path dir;
  private TemplateFolder folder;

  @BeforeEach
  void openFolder() {
    folder = new TemplateFolder(dir, Set.of("ha-web-app"));
  }

  @Test
  void takesEveryYamlFileInTheOrderOfIds() throws IOException {
    write("small-shop.yaml", GOOD);
    write("chat.yml", GOOD);
    write("README.md", "no template");

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates()).extracting(Template::id).containsExactly("chat", "small-shop");
    assertThat(folder.refused()).isEmpty();
  }

  @Test
  void fillsInWhatAFileMayLeaveOut() throws IOException {
    write("small-shop.yaml", GOOD);
    folder.refresh();

    Template template = folder.templates().getFirst();
    assertThat(template.name()).isEqualTo("Small Shop");
    assertThat(template.category()).isEqualTo(Category.WEB);
    assertThat(template.complexity()).isEqualTo(Complexity.MEDIUM);
    assertThat(template.blueprint().metadata())
        .containsEntry("template", "small-shop")
        .containsEntry("complexity", "medium");
  }

  @Test
  void takesWhatAFileSays() throws IOException {
    write("chat.yaml", GOOD + "  complexity: advanced\n  display_name: Chat for All\n");
    folder.refresh();

    Template template = folder.templates().getFirst();
    assertThat(template.name()).isEqualTo("Chat for All");
    assertThat(template.complexity()).isEqualTo(Complexity.ADVANCED);
    assertThat(template.description()).isEqualTo("A chat server");
  }

  @Test
  void seesAChangeOfTheSameSizeAndTime() throws IOException {
    Path file = write("chat.yaml", GOOD);
    folder.refresh();
    var time = Files.getLastModifiedTime(file);
    write("chat.yaml", GOOD.replace("A chat server", "A chess club!"));
    Files.setLastModifiedTime(file, time);

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates().getFirst().description()).isEqualTo("A chess club!");
  }

  @Test
  void saysThatNothingChangedWhereNothingDid() throws IOException {
    write("chat.yaml", GOOD);
    write("broken.yaml", BROKEN);

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.refresh()).isFalse();
  }

  @Test
  void refusesABrokenFileByNameAndLineAndServesTheOthers() throws IOException {
    write("chat.yaml", GOOD);
    write("broken.yaml", BROKEN);
    folder.refresh();

    assertThat(folder.templates()).extracting(Template::id).containsExactly("chat");
    assertThat(folder.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.file()).isEqualTo("broken.yaml");
              assertThat(refused.line()).isEqualTo(5);
              assertThat(refused.problem())
                  .startsWith("line 5: /resources/0/type")
                  .contains("'servise' is not known");
            });
  }

  @Test
  void aFileThatBreaksServesOnAsItWasUntilItIsGoodAgain() throws IOException {
    write("chat.yaml", GOOD);
    folder.refresh();

    write("chat.yaml", "resources: [");
    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates())
        .extracting(Template::description)
        .containsExactly("A chat server");
    assertThat(folder.refused()).extracting(RefusedTemplate::file).containsExactly("chat.yaml");

    write("chat.yaml", GOOD.replace("A chat server", "A better one"));
    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates())
        .extracting(Template::description)
        .containsExactly("A better one");
    assertThat(folder.refused()).isEmpty();
  }

  @Test
  void aBrokenFileThatIsBrokenDifferentlyIsNews() throws IOException {
    write("chat.yaml", BROKEN);
    folder.refresh();
    write("chat.yaml", "resources: [");

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.refused().getFirst().reason()).doesNotContain("servise");
  }

  @Test
  void forgetsAFileThatIsRemoved() throws IOException {
    Path good = write("chat.yaml", GOOD);
    Path broken = write("broken.yaml", BROKEN);
    folder.refresh();
    Files.delete(good);
    Files.delete(broken);

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates()).isEmpty();
    assertThat(folder.refused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Chat.yaml",
        "my_chat.yaml",
        "-chat.yaml",
        "chat-.yaml",
        "chat.v2.yaml",
        "чат.yaml"
      })
  void refusesANameThatIsNoId(String name) throws IOException {
    write(name, GOOD);
    folder.refresh();

    assertThat(folder.templates()).isEmpty();
    assertThat(folder.refused().getFirst().reason()).contains("lower-case letters, digits and '-'");
  }

  @Test
  void takesAnIdOfSixtyThreeCharactersAndNoLongerOne() throws IOException {
    write("a".repeat(63) + ".yaml", GOOD);
    write("b".repeat(64) + ".yaml", GOOD);
    folder.refresh();

    assertThat(folder.templates()).extracting(Template::id).containsExactly("a".repeat(63));
    assertThat(folder.refused()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ha-web-app", "search", "categories"})
  void refusesAnIdThatIsTaken(String id) throws IOException {
    write(id + ".yaml", GOOD);
    folder.refresh();

    assertThat(folder.templates()).isEmpty();
    assertThat(folder.refused().getFirst().reason()).startsWith("'" + id + "' is a ");
  }

  @Test
  void refusesASecondFileOfTheSameId() throws IOException {
    write("chat.yml", GOOD);
    folder.refresh();
    write("chat.yaml", GOOD.replace("A chat server", "The other"));
    folder.refresh();

    assertThat(folder.templates()).extracting(Template::description).containsExactly("The other");
    assertThat(folder.refused())
        .singleElement()
        .extracting(RefusedTemplate::problem)
        .isEqualTo("'chat' is the id of chat.yaml already");
  }

  @Test
  void namesTheCategoriesWhereOneIsMissing() throws IOException {
    write("none.yaml", GOOD.replace("category: web", "owner: me"));
    write("wrong.yaml", GOOD.replace("category: web", "category: games"));
    folder.refresh();

    assertThat(folder.refused())
        .extracting(RefusedTemplate::problem)
        .containsExactly(
            "line 10: /metadata/category must be one of web, database, microservices, data, ml,"
                + " security, networking, monitoring",
            "line 11: /metadata/category must be one of web, database, microservices, data, ml,"
                + " security, networking, monitoring");
  }

  @Test
  void refusesAComplexityThatIsNone() throws IOException {
    write("chat.yaml", GOOD + "  complexity: hard\n");
    folder.refresh();

    assertThat(folder.refused())
        .extracting(RefusedTemplate::problem)
        .containsExactly("line 12: /metadata/complexity must be one of simple, medium, advanced");
  }

  @Test
  void refusesWhatIsLargerThanAMebibyteOrNoText() throws IOException {
    String comment = "# " + "x".repeat(98) + "\n";
    write("large.yaml", GOOD + comment.repeat(1024 * 1024 / comment.length()));
    Files.write(
        dir.resolve("latin.yaml"),
        GOOD.replace("chat", "ché").getBytes(StandardCharsets.ISO_8859_1));
    folder.refresh();

    assertThat(folder.refused())
        .extracting(RefusedTemplate::problem)
        .containsExactly("the file is larger than 1 MiB", "the file is not UTF-8 text");
  }

  @Test
  void takesNoMoreThanFiveHundredFiles() throws IOException {
    for (int i = 1; i <= TemplateFolder.MAX_FILES + 1; i++) {
      write("t%03d.yaml".formatted(i), GOOD);
    }
    folder.refresh();

    assertThat(folder.templates()).hasSize(TemplateFolder.MAX_FILES);
    assertThat(folder.refused()).extracting(RefusedTemplate::file).containsExactly("t501.yaml");
  }

  @Test
  void takesNeitherHiddenEntriesNorFolders() throws IOException {
    write(".hidden.yaml", GOOD);
    Files.createDirectory(dir.resolve("folder.yaml"));
    Files.createSymbolicLink(dir.resolve("nowhere.yaml"), Path.of("nothing"));

    assertThat(folder.refresh()).isFalse();
    assertThat(folder.templates()).isEmpty();
    assertThat(folder.refused()).isEmpty();
  }

  @Test
  void followsTheSwapOfAConfigMap() throws IOException {
    revision("..2026_01", GOOD);
    link("..data", "..2026_01");
    Files.createSymbolicLink(dir.resolve("chat.yaml"), Path.of("..data", "chat.yaml"));
    folder.refresh();
    assertThat(folder.templates())
        .extracting(Template::description)
        .containsExactly("A chat server");

    revision("..2026_02", GOOD.replace("A chat server", "Swapped"));
    link("..data", "..2026_02");
    Files.delete(dir.resolve("..2026_01/chat.yaml"));

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates()).extracting(Template::description).containsExactly("Swapped");
  }

  @Test
  void waitsForAFolderThatIsNotThereYet() throws IOException {
    Path later = dir.resolve("later");
    folder = new TemplateFolder(later, Set.of());
    assertThat(folder.refresh()).isFalse();

    Files.createDirectory(later);
    Files.writeString(later.resolve("chat.yaml"), GOOD);

    assertThat(folder.refresh()).isTrue();
    assertThat(folder.templates()).hasSize(1);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private void revision(String name, String text) throws IOException {
    Files.writeString(Files.createDirectory(dir.resolve(name)).resolve("chat.yaml"), text);
  }

  /// As kubelet does: a new link is renamed over the old one.
  private void link(String name, String target) throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of(target));
    Files.move(link, dir.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
