package dev.cyanotype.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The users' folder of templates, as it was when last read.
///
/// A file that is no template is refused by name and the others serve on; one that has been a
/// template before serves on as it was. What has changed is told by the files' content: a
/// ConfigMap mount swaps links under names that stay, and a network file system's times are
/// coarse and its notifications do not come. The files are few and small, or refused, so reading
/// them all is cheap.
///
/// Not safe for use by more than one thread at a time.
final class TemplateFolder {

  static final int MAX_FILES = 500;

  private static final Logger LOG = Logger.getLogger(TemplateFolder.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SUFFIX = Pattern.compile("\\.ya?ml$");

  /// The paths of the API that stand where a template's id does.
  private static final Set<String> RESERVED_IDS = Set.of("categories", "search");

  /// @param digest of the content; empty where it was not read
  /// @param template what the file was last good for
  private record Entry(
      String digest, Optional<Template> template, Optional<RefusedTemplate> refused) {}

  private final Path folder;
  private final Set<String> bundledIds;
  private Map<String, Entry> entries = new TreeMap<>();
  private boolean missing;

  /// @param bundledIds that no file can have, so that a bundled template never changes
  TemplateFolder(Path folder, Set<String> bundledIds) {
    this.folder = folder;
    this.bundledIds = Set.copyOf(bundledIds);
  }

  /// Reads the folder again. Blocks while it does.
  ///
  /// @return whether anything is different from before
  boolean refresh() {
    Map<String, Entry> before = entries;
    try {
      entries = isMissing() ? new TreeMap<>() : read(files());
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("Cannot read the folder %s of templates, what it had serves on: %s", folder, e);
      return false;
    }
    boolean changed = !entries.equals(before);
    if (changed) {
      logNews(before);
    }
    return changed;
  }

  /// By id.
  List<Template> templates() {
    return entries.values().stream()
        .flatMap(entry -> entry.template().stream())
        .sorted(Comparator.comparing(Template::id))
        .toList();
  }

  /// By the name of the file.
  List<RefusedTemplate> refused() {
    return entries.values().stream().flatMap(entry -> entry.refused().stream()).toList();
  }

  private boolean isMissing() {
    boolean isMissing = !Files.isDirectory(folder);
    if (isMissing && !missing) {
      LOG.warnf("There is no folder %s; its templates are read once it is there", folder);
    }
    missing = isMissing;
    return isMissing;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(TemplateFolder::isYaml).sorted().toList();
    }
  }

  /// Not `..data` and its like, which a ConfigMap mount has beside the links to its files.
  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && SUFFIX.matcher(name).find() && Files.isRegularFile(file);
  }

  private Map<String, Entry> read(List<Path> files) {
    Map<String, Entry> read = new TreeMap<>();
    Map<String, String> fileOfId = new HashMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      String earlier = fileOfId.putIfAbsent(id(name), name);
      Optional<String> problem = nameProblem(id(name), earlier, read.size());
      read.put(name, problem.map(reason -> refused(name, reason)).orElseGet(() -> read(file)));
    }
    return read;
  }

  private static String id(String fileName) {
    return SUFFIX.matcher(fileName).replaceFirst("");
  }

  private Optional<String> nameProblem(String id, String fileWithSameId, int filesBefore) {
    if (!ID.matcher(id).matches()) {
      return Optional.of(
          "the file's name is the template's id and must be lower-case letters, digits and '-',"
              + " at most 63, starting and ending with a letter or digit");
    }
    if (bundledIds.contains(id)) {
      return Optional.of("'" + id + "' is a bundled template, which no file can change");
    }
    if (RESERVED_IDS.contains(id)) {
      return Optional.of("'" + id + "' is a path of the API and cannot be a template's id");
    }
    if (fileWithSameId != null) {
      return Optional.of("'" + id + "' is the id of " + fileWithSameId + " already");
    }
    return filesBefore < MAX_FILES
        ? Optional.empty()
        : Optional.of("the folder has more than " + MAX_FILES + " templates");
  }

  private Entry read(Path file) {
    String name = file.getFileName().toString();
    Optional<Entry> before = Optional.ofNullable(entries.get(name));
    return switch (TemplateFile.read(file)) {
      case TemplateFile.Unusable unusable -> broken(before, name, "", null, unusable.reason());
      case TemplateFile.Text text ->
          before
              .filter(entry -> entry.digest().equals(text.digest()))
              .orElseGet(() -> entry(before, name, text));
    };
  }

  private static Entry entry(Optional<Entry> before, String name, TemplateFile.Text text) {
    return switch (TemplateReading.of(id(name), text.content())) {
      case TemplateReading.Accepted accepted ->
          new Entry(text.digest(), Optional.of(accepted.template()), Optional.empty());
      case TemplateReading.Refused refused ->
          broken(before, name, text.digest(), refused.line(), refused.reason());
    };
  }

  private static Entry broken(
      Optional<Entry> before, String name, String digest, Integer line, String reason) {
    RefusedTemplate refused = new RefusedTemplate(name, line, reason);
    return new Entry(digest, before.flatMap(Entry::template), Optional.of(refused));
  }

  private static Entry refused(String name, String reason) {
    return new Entry("", Optional.empty(), Optional.of(new RefusedTemplate(name, null, reason)));
  }

  private void logNews(Map<String, Entry> before) {
    LOG.infof(
        "Templates from %s: %d, refused files: %d", folder, templates().size(), refused().size());
    entries.forEach(
        (name, entry) -> {
          if (!entry.equals(before.get(name))) {
            entry.refused().ifPresent(refused -> logRefusal(entry, refused));
          }
        });
  }

  private static void logRefusal(Entry entry, RefusedTemplate refused) {
    String consequence = entry.template().isPresent() ? "; its last good version serves on" : "";
    LOG.warnf("Template file %s refused: %s%s", refused.file(), refused.problem(), consequence);
  }
}
