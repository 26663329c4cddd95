package dev.cyanotype.deployment.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.deployment.Settings;
import dev.cyanotype.deployment.docker.DockerPart.Container;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A container as it is there.
///
/// @param settings as it runs now. What cannot be changed of a container is taken from its labels
record ContainerState(
    String id, String name, Labels labels, JsonNode inspected, Map<String, String> settings) {

  /// @param networks names of resources by names of networks
  /// @param files what of the container is at a path now
  static ContainerState of(
      JsonNode inspected,
      Map<String, String> networks,
      Function<String, Optional<Container.File>> files) {
    Labels labels = Labels.of(inspected.path("Config").path("Labels"));
    return new ContainerState(
        inspected.path("Id").asText(),
        inspected.path("Name").asText().substring(1),
        labels,
        inspected,
        settings(labels.settings(), inspected, networks, files));
  }

  private static Map<String, String> settings(
      Map<String, String> made,
      JsonNode inspected,
      Map<String, String> networks,
      Function<String, Optional<Container.File>> files) {
    Map<String, String> settings = new LinkedHashMap<>(made);
    JsonNode host = inspected.path("HostConfig");
    settings.put(DockerPart.IMAGE, inspected.path("Config").path("Image").asText());
    settings.put(DockerPart.RESTART, restart(host.path("RestartPolicy").path("Name").asText()));
    putLimit(settings, DockerPart.CPUS, Container.cpus(host.path("NanoCpus").asLong()));
    putLimit(settings, DockerPart.MEMORY, Long.toString(host.path("Memory").asLong()));
    settings.put(DockerPart.NETWORKS, networks(inspected, networks));
    Map<String, String> env = env(inspected.path("Config").path("Env"));
    settings.replaceAll((key, value) -> key.startsWith(DockerPart.ENV) ? env.get(key) : value);
    settings.replaceAll((key, value) -> key.startsWith(DockerPart.FILE) ? file(key, files) : value);
    settings.values().removeIf(java.util.Objects::isNull);
    return settings;
  }

  private static String file(String key, Function<String, Optional<Container.File>> files) {
    return files
        .apply(key.substring(DockerPart.FILE.length()))
        .map(Container.File::digest)
        .orElse(null);
  }

  private static String restart(String name) {
    return name.isEmpty() ? "no" : name;
  }

  private static void putLimit(Map<String, String> settings, String key, String value) {
    if (value.equals("0")) {
      settings.remove(key);
    } else {
      settings.put(key, value);
    }
  }

  private static String networks(JsonNode inspected, Map<String, String> networks) {
    JsonNode there = inspected.path("NetworkSettings").path("Networks");
    return there.properties().stream()
        .map(one -> networks.getOrDefault(one.getKey(), one.getKey()))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> env(JsonNode list) {
    Map<String, String> env = new HashMap<>();
    StreamSupport.stream(list.spliterator(), false)
        .map(one -> one.asText().split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> env.put(DockerPart.ENV + pair[0], Settings.digest(pair[1])));
    return env;
  }

  private JsonNode state() {
    return inspected.path("State");
  }

  /// Whether another one was about to take its place.
  boolean isOld() {
    return name.endsWith(Names.OLD);
  }

  boolean isUp() {
    return state().path("Running").asBoolean()
        && !isRestarting()
        && !state().path("Paused").asBoolean();
  }

  boolean isPaused() {
    return state().path("Paused").asBoolean();
  }

  boolean isRestarting() {
    return state().path("Restarting").asBoolean();
  }

  boolean isNew() {
    return state().path("Status").asText().equals("created");
  }

  int restarts() {
    return inspected.path("RestartCount").asInt();
  }

  int exitCode() {
    return state().path("ExitCode").asInt();
  }

  boolean wasOutOfMemory() {
    return state().path("OOMKilled").asBoolean();
  }

  String startedAt() {
    return state().path("StartedAt").asText();
  }

  /// `healthy`, `unhealthy`, `starting`, or `none` for no check.
  String health() {
    return state().path("Health").path("Status").asText("none");
  }

  boolean isUnhealthy() {
    return isRestarting() || isUp() && health().equals("unhealthy");
  }

  /// What its last health check wrote.
  String healthLog() {
    JsonNode log = state().path("Health").path("Log");
    return log.path(log.size() - 1).path("Output").asText().strip();
  }

  /// Whether something of it belongs to it alone: a volume, a port of the host.
  boolean holdsSomething() {
    JsonNode host = inspected.path("HostConfig");
    return !host.path("PortBindings").isEmpty() || !inspected.path("Mounts").isEmpty();
  }
}
