package dev.cyanotype.deployment.docker;

import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.deployment.Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What becomes of one resource in Docker.
sealed interface DockerPart {

  String IMAGE = "image";
  String REPLICAS = "replicas";
  String CPUS = "cpus";
  String MEMORY = "memory_bytes";
  String NETWORKS = "networks";
  String RESTART = "restart";
  String DRIVER = "driver";
  String SUBNET = "subnet";
  String INTERNAL = "internal";
  String ENV = "env.";
  String FILE = "file.";

  String name();

  ResourceType type();

  List<String> dependencies();

  /// As in [dev.cyanotype.deployment.WantedResource#settings].
  Map<String, String> settings();

  /// A bridge.
  ///
  /// @param subnet chosen by Docker where it is empty
  /// @param isInternal without a way out of the host
  record Network(
      String name, List<String> dependencies, Optional<String> subnet, boolean isInternal)
      implements DockerPart {

    @Override
    public ResourceType type() {
      return ResourceType.NETWORK;
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put(DRIVER, "bridge");
      subnet.ifPresent(one -> settings.put(SUBNET, one));
      settings.put(INTERNAL, Boolean.toString(isInternal));
      return settings;
    }
  }

  /// A volume of the daemon's own disk.
  record Volume(String name, List<String> dependencies) implements DockerPart {

    @Override
    public ResourceType type() {
      return ResourceType.STORAGE;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(DRIVER, "local");
    }
  }

  /// @param image with a tag or digest
  /// @param command in place of the image's; empty for that
  /// @param env in the clear
  /// @param secrets values that nobody should read in a log
  /// @param networks by their resources' names, at least one
  /// @param nanoCpus billionths of a processor; 0 for no limit
  /// @param memoryBytes 0 for no limit
  /// @param gpus 0 for none
  record Container(
      String name,
      ResourceType type,
      List<String> dependencies,
      String image,
      List<String> command,
      Map<String, String> env,
      List<String> secrets,
      int replicas,
      List<Port> ports,
      List<String> networks,
      List<Mount> mounts,
      List<File> files,
      long nanoCpus,
      long memoryBytes,
      int gpus,
      String restart,
      Optional<Health> health,
      boolean isPrivileged,
      boolean isReadOnly,
      Optional<String> user)
      implements DockerPart {

    /// @param host 0 where Docker chooses it; empty where nothing is published
    record Port(int container, OptionalInt host, String protocol) {

      String key() {
        return container + "/" + protocol;
      }

      @Override
      public String toString() {
        String at = host.isEmpty() ? "" : (host.getAsInt() == 0 ? "any" : host.getAsInt()) + ":";
        return at + key();
      }
    }

    /// @param source name of a storage resource, or a folder of the host
    record Mount(String source, boolean isFolder, String path, boolean isReadOnly) {
      @Override
      public String toString() {
        return source + ":" + path + (isReadOnly ? ":ro" : "");
      }
    }

    /// @param path absolute, at most 100 characters of ASCII
    /// @param mode permissions, 0 to 0777
    record File(String path, String content, int mode) {

      /// Says whether it is another one.
      String digest() {
        return Settings.digest("%04o\n%s".formatted(mode, content));
      }
    }

    /// @param test as Docker takes one
    record Health(List<String> test, Duration interval, Duration timeout, int retries) {
      @Override
      public String toString() {
        return "%s every %s, %d times, each %s at most"
            .formatted(
                String.join(" ", test.subList(1, test.size())),
                time(interval),
                retries,
                time(timeout));
      }

      private static String time(Duration duration) {
        return dev.cyanotype.blueprint.export.ContainerSpecs.duration(duration);
      }
    }

    /// Whether it can run beside one that is to take its place.
    boolean isShareable() {
      return mounts.isEmpty() && ports.stream().allMatch(port -> port.host().isEmpty());
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put(IMAGE, image);
      if (!command.isEmpty()) {
        settings.put("command", hidden(DockerApi.JSON.valueToTree(command).toString(), command));
      }
      settings.put(REPLICAS, Integer.toString(replicas));
      if (nanoCpus > 0) {
        settings.put(CPUS, cpus(nanoCpus));
      }
      if (memoryBytes > 0) {
        settings.put(MEMORY, Long.toString(memoryBytes));
      }
      settings.put(NETWORKS, networks.stream().sorted().collect(Collectors.joining(",")));
      putUnlessEmpty(settings, "ports", ports);
      putUnlessEmpty(settings, "volumes", mounts);
      settings.put(RESTART, restart);
      health.ifPresent(one -> settings.put("health_check", hidden(one.toString(), one.test())));
      user.ifPresent(one -> settings.put("user", one));
      putIf(settings, "privileged", isPrivileged);
      putIf(settings, "read_only", isReadOnly);
      if (gpus > 0) {
        settings.put("gpus", Integer.toString(gpus));
      }
      env.forEach((key, value) -> settings.put(ENV + key, Settings.digest(value)));
      files.forEach(file -> settings.put(FILE + file.path(), file.digest()));
      return settings;
    }

    /// @param pieces that the text is written of, which may be escaped there
    private String hidden(String text, List<String> pieces) {
      boolean isSecret =
          pieces.stream().anyMatch(piece -> secrets.stream().anyMatch(piece::contains));
      return isSecret ? Settings.digest(text) : text;
    }

    /// What somebody else wrote, without the secrets: as they are, and as quotes escape them.
    String masked(String text) {
      return secrets.stream()
          .flatMap(secret -> Stream.of(secret, quoted(secret)))
          .sorted(Comparator.comparingInt(String::length).reversed())
          .reduce(text, (masked, secret) -> masked.replace(secret, "***"));
    }

    private static String quoted(String text) {
      String quoted = DockerApi.JSON.getNodeFactory().textNode(text).toString();
      return quoted.substring(1, quoted.length() - 1);
    }

    static String cpus(long nanoCpus) {
      return java.math.BigDecimal.valueOf(nanoCpus, 9).stripTrailingZeros().toPlainString();
    }

    private static void putUnlessEmpty(Map<String, String> settings, String key, List<?> values) {
      if (!values.isEmpty()) {
        settings.put(key, values.stream().map(Object::toString).collect(Collectors.joining(",")));
      }
    }

    private static void putIf(Map<String, String> settings, String key, boolean value) {
      if (value) {
        settings.put(key, "true");
      }
    }

    /// Without values of variables, which may be secrets.
    @Override
    public String toString() {
      return "%s %s".formatted(name, settings());
    }
  }
}
