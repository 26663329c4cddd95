package dev.cyanotype.blueprint.export;

import dev.cyanotype.blueprint.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What images do not start without, from `export/needs.yaml`, so that it is told before one fails
/// to.
final class ImageNeeds {

  private sealed interface Need {

    boolean isMet(Workload workload);

    /// What to add to the specs.
    String missing();
  }

  /// @param names of which one is enough, at least one
  private record Variable(List<String> names) implements Need {

    @Override
    public boolean isMet(Workload workload) {
      return names.stream().anyMatch(workload.env()::containsKey);
    }

    @Override
    public String missing() {
      String name = names.getFirst();
      return InlineSecrets.isSecret(name, name)
          ? "%1$s: set it in env, as ${%1$s}, which deployments take from CYANOTYPE_SECRETS_%1$s"
              .formatted(name)
          : name + ": set it in env";
    }
  }

  private record ConfigFile(String path) implements Need {

    @Override
    public boolean isMet(Workload workload) {
      return !workload.command().isEmpty()
          || workload.files().stream().anyMatch(file -> file.path().equals(path))
          || workload.mounts().stream()
              .flatMap(mount -> mount.path().stream())
              .anyMatch(mounted -> (path + "/").startsWith(mounted.replaceFirst("/*$", "/")));
    }

    @Override
    public String missing() {
      return path + ": add it to files";
    }
  }

  private record Start(String line) implements Need {

    @Override
    public boolean isMet(Workload workload) {
      return !workload.command().isEmpty();
    }

    @Override
    public String missing() {
      return "a command: set one, such as " + List.of(line.split(" "));
    }
  }

  private static final Map<String, Object> NEEDS = read();
  private static final List<String> HUB = List.of("docker.io/", "index.docker.io/", "library/");

  private ImageNeeds() {}

  static void warn(String image, Workload workload, Notes notes) {
    String repository = repository(image);
    if (NEEDS.get(repository) instanceof List<?> needs) {
      needs.stream()
          .map(need -> need((Map<?, ?>) need))
          .filter(need -> !need.isMet(workload))
          .forEach(
              need ->
                  notes.warn(
                      workload.resource(),
                      "the image %s does not start without %s"
                          .formatted(repository, need.missing())));
    }
  }

  /// `docker.io/library/postgres:17@sha256:…` as `postgres`.
  private static String repository(String image) {
    String name = image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
    for (String prefix : HUB) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    return name;
  }

  private static Need need(Map<?, ?> tree) {
    return switch (tree) {
      case Map<?, ?> map when map.get("env") instanceof List<?> names ->
          new Variable(names.stream().map(Object::toString).toList());
      case Map<?, ?> map when map.get("file") instanceof String path -> new ConfigFile(path);
      default -> new Start(tree.get("command").toString());
    };
  }

  @SuppressWarnings("unchecked") // keys are texts in what YamlDocument gives
  private static Map<String, Object> read() {
    try (InputStream yaml = ImageNeeds.class.getResourceAsStream("/export/needs.yaml")) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return Map.copyOf((Map<String, Object>) YamlDocument.parse(text).tree());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
